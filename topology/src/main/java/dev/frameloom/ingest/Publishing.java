package dev.frameloom.ingest;

import dev.frameloom.avro.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One run of publishing, on the caller's thread: takes frames, holds each back until it is known
 * whether another follows, paces, sends and commits.
 */
final class Publishing {

  /** How long a wait for frames may delay a commit or a stop. */
  private static final Duration TICK = Duration.ofMillis(20);

  /**
   * Where frames come from and go to.
   *
   * @param pump gives them
   * @param transactions takes them
   * @param stop open once publishing is to end
   */
  record Path(FramePump pump, FrameTransactions transactions, CountDownLatch stop) {}

  private final Path path;
  private final PublishOptions options;
  private final ResumePoint resume;
  private final Function<Frame, byte[]> serialize;
  private final PublishProgress progress;

  private long frames;
  private long bytes;
  private long publishNanos;
  private long firstTimeUs;
  private long shiftUs;
  private long pacedFrom;
  private boolean ended;

  Publishing(
      Path path,
      PublishOptions options,
      ResumePoint resume,
      Function<Frame, byte[]> serialize,
      PublishProgress progress) {
    this.path = path;
    this.options = options;
    this.resume = resume;
    this.serialize = serialize;
    this.progress = progress;
  }

  PublishReport run(Supplier<List<String>> warnings) {
    path.pump().start();
    try {
      publishAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while publishing stream " + options.streamId(), e);
    } finally {
      // waits until the source is at rest, so that its warnings may be read
      path.pump().close();
    }
    return new PublishReport(
        frames,
        bytes,
        resume.firstSequence(),
        ended,
        path.pump().decodeMillis(),
        path.pump().encodeMillis(),
        TimeUnit.NANOSECONDS.toMillis(publishNanos),
        warnings.get());
  }

  private void publishAll() throws InterruptedException {
    Optional<EncodedFrame> held = Optional.empty();
    while (true) {
      FramePump.Item item = await();
      if (item instanceof FramePump.Next next) {
        if (held.isPresent()) {
          send(held.get(), false);
        }
        held = Optional.of(next.frame());
        continue;
      }
      finish(held, item instanceof FramePump.End);
      timed(path.transactions()::commit);
      if (item instanceof FramePump.Failed failed) {
        throw failed.failure();
      }
      return;
    }
  }

  /**
   * Sends the frame that was held back. A stop that leaves the stream open drops it instead: it may
   * be the source's last, and a continued stream needs one to mark.
   */
  private void finish(Optional<EncodedFrame> held, boolean complete) throws InterruptedException {
    boolean last = complete && (!isStopped() || options.endOnStop());
    if (held.isPresent() && (last || !isStopped())) {
      send(held.get(), last);
    }
    if (held.isEmpty() && complete && !isStopped() && frames == 0) {
      throw new PublishException(
          "stream %s holds all %d frames of this source, but its end was not marked: it was published by other means"
              .formatted(options.streamId(), resume.firstSequence()));
    }
  }

  /** The next item, with commits falling due meanwhile; the end once stopped. */
  private FramePump.Item await() throws InterruptedException {
    while (true) {
      if (isStopped()) {
        return new FramePump.End();
      }
      Optional<FramePump.Item> item = path.pump().poll(TICK);
      if (item.isPresent()) {
        return item.get();
      }
      timed(path.transactions()::commitIfDue);
    }
  }

  private boolean isStopped() {
    return path.stop().getCount() == 0;
  }

  private void send(EncodedFrame encoded, boolean last) throws InterruptedException {
    if (frames == 0) {
      firstTimeUs = encoded.captureTimeUs();
      shiftUs = resume.shiftUs(firstTimeUs);
      pacedFrom = System.nanoTime();
    }
    pace(encoded.captureTimeUs() - firstTimeUs);
    Frame frame = record(encoded, last);
    byte[] value = serialize.apply(frame);
    StreamPosition position =
        new StreamPosition(
            frame.getSequence(),
            frame.getCaptureTimeUs(),
            frame.getDurationUs(),
            OptionalLong.of(encoded.fingerprint()),
            last);
    timed(
        () -> {
          path.transactions().send(options.streamId(), value, position);
          path.transactions().commitIfDue();
        });
    frames++;
    bytes += encoded.image().length;
    ended = last;
    progress.published(frames, bytes);
  }

  /** Waits until so much time after the first frame, or until stopped. */
  private void pace(long sinceFirstUs) throws InterruptedException {
    long dueAt = pacedFrom + TimeUnit.MICROSECONDS.toNanos(sinceFirstUs);
    while (options.realtime() && !isStopped() && System.nanoTime() < dueAt) {
      long wait = Math.min(TICK.toNanos(), dueAt - System.nanoTime());
      path.stop().await(wait, TimeUnit.NANOSECONDS);
      timed(path.transactions()::commitIfDue);
    }
  }

  private Frame record(EncodedFrame encoded, boolean last) {
    return new Frame(
        options.streamId(),
        resume.sequence(encoded.index()),
        encoded.captureTimeUs() + shiftUs,
        encoded.durationUs(),
        encoded.width(),
        encoded.height(),
        FramePublisher.avro(options.encoding()),
        ByteBuffer.wrap(encoded.image()),
        last);
  }

  private void timed(Runnable work) {
    long before = System.nanoTime();
    work.run();
    publishNanos += System.nanoTime() - before;
  }
}

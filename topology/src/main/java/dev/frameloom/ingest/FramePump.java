package dev.frameloom.ingest;

import dev.frameloom.image.PictureCodec;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decodes and encodes on a thread of its own, a few frames ahead of the publisher. Closing it waits
 * for the thread, which then has let go of the source.
 */
final class FramePump implements AutoCloseable {

  /** Frames decoded ahead: enough to bridge a commit. */
  private static final int AHEAD = 16;

  /** What the thread hands over. */
  sealed interface Item {}

  /** A frame. */
  record Next(EncodedFrame frame) implements Item {}

  /** There are no more frames. */
  record End() implements Item {}

  /** The source failed; what came before is good. */
  record Failed(RuntimeException failure) implements Item {}

  private final VideoSource source;
  private final PublishOptions options;
  private final ResumePoint resume;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
  private final AtomicLong decodeNanos = new AtomicLong();
  private final AtomicLong encodeNanos = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  FramePump(VideoSource source, PublishOptions options, ResumePoint resume) {
    this.source = source;
    this.options = options;
    this.resume = resume;
    this.thread = new Thread(this::run, "frameloom-decode-" + options.streamId());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The next item, or empty if none is there in time. */
  Optional<Item> poll(Duration time) throws InterruptedException {
    return Optional.ofNullable(queue.poll(time.toNanos(), TimeUnit.NANOSECONDS));
  }

  private void run() {
    try {
      queue.put(pump());
    } catch (InterruptedException e) {
      // closed: nobody waits for more
      Thread.currentThread().interrupt();
    }
  }

  /** Hands over every frame, and gives back how it ended. */
  private Item pump() throws InterruptedException {
    try {
      for (long index = 0; !closed; index++) {
        Optional<VideoFrame> frame = timed(decodeNanos, source::next);
        if (frame.isEmpty()) {
          resume.requireReached(index);
          return new End();
        }
        if (resume.wasPublished(index)) {
          resume.requireSame(EncodedFrame.of(index, frame.get(), new byte[0]));
        } else {
          queue.put(new Next(encoded(index, frame.get())));
        }
      }
      return new End();
    } catch (RuntimeException e) {
      return new Failed(e);
    }
  }

  private EncodedFrame encoded(long index, VideoFrame frame) {
    return timed(
        encodeNanos,
        () -> {
          byte[] image =
              PictureCodec.encode(frame.picture(), options.encoding(), options.quality());
          return EncodedFrame.of(index, frame, image);
        });
  }

  private static <T> T timed(AtomicLong nanos, java.util.function.Supplier<T> work) {
    long before = System.nanoTime();
    T result = work.get();
    nanos.addAndGet(System.nanoTime() - before);
    return result;
  }

  long decodeMillis() {
    return TimeUnit.NANOSECONDS.toMillis(decodeNanos.get());
  }

  long encodeMillis() {
    return TimeUnit.NANOSECONDS.toMillis(encodeNanos.get());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // the thread still reads the source, which the caller is about to close: wait on
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

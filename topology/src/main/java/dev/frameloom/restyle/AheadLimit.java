package dev.frameloom.restyle;

import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a source from running ahead of its result: what is published and not yet restyled lies on
 * disk, and a source may have no end. Live sources are not held back; they can't wait.
 */
final class AheadLimit implements VideoSource {

  private final VideoSource source;
  private final Semaphore room;
  private final boolean unlimited;
  private final LongAdder waitedNanos = new LongAdder();

  /**
   * Holds a source back.
   *
   * @param limit frames that may be given and not finished
   */
  AheadLimit(VideoSource source, int limit) {
    this.source = source;
    this.room = new Semaphore(limit);
    this.unlimited = source.info().live();
  }

  /** So many more frames are finished, or will never be. */
  void finished(int frames) {
    room.release(frames);
  }

  @Override
  public Optional<VideoFrame> next() {
    if (!unlimited && !room.tryAcquire()) {
      long begin = System.nanoTime();
      try {
        room.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty(); // whoever reads has been told to stop
      } finally {
        waitedNanos.add(System.nanoTime() - begin);
      }
    }
    return source.next();
  }

  /** Time in which the source was held back. */
  long waitedNanos() {
    return waitedNanos.sum();
  }

  @Override
  public VideoInfo info() {
    return source.info();
  }

  @Override
  public List<String> warnings() {
    return source.warnings();
  }

  @Override
  public void close() {
    source.close();
  }
}

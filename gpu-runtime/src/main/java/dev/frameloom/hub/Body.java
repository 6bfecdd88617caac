package dev.frameloom.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What a connection brings, up to the moment that it fails. Where nothing comes for a while it is
 * closed: reading would wait for ever, since an HTTP client's timeout ends where the body begins.
 */
final class Body implements AutoCloseable {

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final InputStream stream;
  private final long limit;
  private final ScheduledFuture<?> check;
  private volatile long last = System.nanoTime();
  private Optional<IOException> failure = Optional.empty();

  Body(InputStream stream, Duration stall) {
    this.stream = stream;
    limit = stall.toNanos();
    long period = Math.max(1, limit / 4);
    check = TIMER.scheduleWithFixedDelay(this::look, period, period, TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "hub-stall");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private void look() {
    if (System.nanoTime() - last > limit) {
      closeStream();
    }
  }

  /** Reads at most so many bytes; −1 at the end, be it a good or a bad one. */
  int read(byte[] buffer, long most) {
    try {
      int read = stream.read(buffer, 0, (int) Math.min(buffer.length, most));
      last = System.nanoTime();
      return read;
    } catch (IOException e) {
      failure = Optional.of(e);
      return -1;
    }
  }

  /** Why the end was a bad one. */
  Optional<IOException> failure() {
    return failure;
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (IOException e) {
      // whoever reads hears of it
    }
  }

  @Override
  public void close() {
    check.cancel(false);
    closeStream();
  }
}

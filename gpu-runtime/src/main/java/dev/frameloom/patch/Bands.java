package dev.frameloom.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs work on bands of rows, on some threads of which the caller's is one. When a call returns or
 * throws, nothing works for it any more.
 */
final class Bands implements AutoCloseable {

  private final int count;
  private final ExecutorService helpers;

  /** With so many threads, at least 1: one fewer of its own. */
  Bands(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, found " + count);
    }
    this.count = count;
    helpers = Executors.newFixedThreadPool(Math.max(1, count - 1), Bands::helper);
  }

  private static Thread helper(Runnable work) {
    Thread thread = new Thread(work, "patch-search");
    thread.setDaemon(true);
    return thread;
  }

  /** Work on rows, the last one excluded. */
  interface Rows {
    void run(int from, int to);
  }

  /**
   * Runs all bands of a height.
   *
   * @throws CancellationException where the caller's thread is interrupted, which it stays; bands
   *     that were begun are finished first
   */
  void each(int rows, int band, Rows work) {
    int all = (rows + band - 1) / band;
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 1; i < Math.min(count, all); i++) {
      running.add(helpers.submit(() -> share(next, all, band, rows, work)));
    }
    boolean interrupted = false;
    try {
      share(next, all, band, rows, work);
    } finally {
      next.addAndGet(all); // where this thread stopped early the others stop, too
      for (Future<?> future : running) {
        interrupted |= waitedFor(future);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (interrupted || Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
    running.forEach(Bands::requireDone);
  }

  /** Takes bands for as long as there are any. */
  private static void share(AtomicInteger next, int all, int band, int rows, Rows work) {
    for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      work.run(i * band, Math.min(rows, (i + 1) * band));
    }
  }

  /** Waits for the end, whatever happens; whether this thread was interrupted meanwhile. */
  private static boolean waitedFor(Future<?> future) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        return interrupted;
      } catch (ExecutionException e) {
        return interrupted; // told by requireDone
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private static void requireDone(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a patch search failed", e);
    }
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}

package dev.frameloom.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs work on bands of rows, on some threads. */
final class Bands implements AutoCloseable {

  private final ExecutorService threads;

  Bands(int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "patch-search");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Work on rows, the last one excluded. */
  interface Rows {
    void run(int from, int to);
  }

  /** Runs all bands of a height and waits for them. */
  void each(int rows, int band, Rows work) {
    List<Future<?>> running = new ArrayList<>();
    for (int from = 0; from < rows; from += band) {
      int first = from;
      int last = Math.min(rows, from + band);
      running.add(threads.submit(() -> work.run(first, last)));
    }
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a patch search failed", e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while searching patches", e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}

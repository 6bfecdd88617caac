package dev.frameloom.propagate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs a few long tasks on several threads, which live as long as the call: beside tasks of
 * seconds, starting a thread costs nothing.
 */
final class SideBySide {

  private SideBySide() {}

  /**
   * Runs all tasks and returns what they give, in their order. When it returns or throws, nothing
   * works for it any more: the first task that fails ends the others, by interruption.
   *
   * @throws CancellationException where the calling thread is interrupted, which it stays
   */
  static <T> List<T> all(int threads, List<Callable<T>> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(threads, tasks.size()), SideBySide::thread);
    try {
      return run(pool, tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      end(pool);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "propagation");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> List<T> run(ExecutorService pool, List<Callable<T>> tasks)
      throws InterruptedException {
    CompletionService<T> done = new ExecutorCompletionService<>(pool);
    List<Future<T>> futures = new ArrayList<>();
    tasks.forEach(task -> futures.add(done.submit(task)));
    for (int i = 0; i < futures.size(); i++) {
      value(done.take());
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(value(future));
    }
    return results;
  }

  private static <T> T value(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException cause) {
        throw cause; // what was asked for is wrong, not the work
      }
      throw new IllegalStateException("a frame could not be painted: " + e.getCause(), e);
    }
  }

  /** Waits for the threads' end, whatever happens. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

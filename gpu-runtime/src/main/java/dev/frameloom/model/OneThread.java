package dev.frameloom.model;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Holds a model to one thread at a time. Threads may take turns; two at once are refused, where
 * waiting would hide that a device has two workers.
 */
final class OneThread {

  private final AtomicReference<Thread> inside = new AtomicReference<>();

  /**
   * Runs something.
   *
   * @throws IllegalStateException while another thread does
   */
  <T> T run(Supplier<T> work) {
    Thread here = Thread.currentThread();
    Thread other = inside.compareAndExchange(null, here);
    if (other == here) {
      return work.get();
    }
    if (other != null) {
      throw new IllegalStateException(
          "a model is for one thread at a time: "
              + here.getName()
              + " asks while "
              + other.getName()
              + " computes; load it once for each of them");
    }
    try {
      return work.get();
    } finally {
      inside.set(null);
    }
  }
}

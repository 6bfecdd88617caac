package dev.frameloom.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Every n-th of a stream of unknown length, in bounded memory: n is 1 at first and doubles whenever
 * twice the wanted number is kept, of which every other one then goes.
 *
 * @param <T> what is kept
 */
final class Thinned<T> {

  private final int most;
  private final List<T> kept = new ArrayList<>();
  private long stride = 1;
  private long seen;

  /** Keeps at least so many of a long stream, and less than twice as many. */
  Thinned(int most) {
    this.most = most;
  }

  /** The next of the stream, made only where it is kept. */
  void add(Supplier<T> next) {
    if (seen++ % stride != 0) {
      return;
    }
    kept.add(next.get());
    if (kept.size() == 2 * most) {
      for (int i = most - 1; i >= 0; i--) {
        kept.remove(2 * i + 1);
      }
      stride *= 2;
    }
  }

  /** What is kept; the one at i is number {@code i * stride()} of the stream. */
  List<T> all() {
    return List.copyOf(kept);
  }

  /** At most so many of them, evenly spread, the first and the last of them included. */
  List<T> spread(int count) {
    int used = Math.min(count, kept.size());
    List<T> spread = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      spread.add(
          kept.get(used == 1 ? 0 : Math.toIntExact((long) i * (kept.size() - 1) / (used - 1))));
    }
    return spread;
  }

  long stride() {
    return stride;
  }
}

package dev.frameloom.bench.motion;

import java.util.List;

/**
 * A row that was measured.
 *
 * @param part of the table
 * @param what was measured
 * @param threads that it may use
 * @param seconds by the clock, of each run, for one frame
 * @param cpuSeconds of all threads, the same
 */
record MotionRow(
    String part, String what, int threads, List<Double> seconds, List<Double> cpuSeconds) {

  MotionRow {
    seconds = List.copyOf(seconds);
    cpuSeconds = List.copyOf(cpuSeconds);
    if (seconds.isEmpty() || seconds.size() != cpuSeconds.size()) {
      throw new IllegalArgumentException("expected at least one run with both times");
    }
  }

  /** Milliseconds for a frame, the median of all runs. */
  double millis() {
    return 1e3 * median(seconds);
  }

  /** The same of CPU time, which others on the machine disturb less. */
  double cpuMillis() {
    return 1e3 * median(cpuSeconds);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

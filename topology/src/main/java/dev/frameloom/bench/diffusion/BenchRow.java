package dev.frameloom.bench.diffusion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What came of a row.
 *
 * @param what which
 * @param operations floating-point operations of one run
 * @param runs measured, ours beside the reference's of the same turn
 * @param difference largest difference of the results as a share of the reference's range; NaN
 *     without a reference
 * @param skipped why it was not run; empty where it was
 */
record BenchRow(
    BenchCase what, long operations, List<Turn> runs, double difference, String skipped) {

  /**
   * Ours and the reference's, one right after the other; seconds, CPU seconds. The reference's are
   * NaN where there is none.
   */
  record Turn(double ours, double oursCpu, double reference, double referenceCpu) {}

  BenchRow {
    runs = List.copyOf(runs);
  }

  static BenchRow skipped(BenchCase what, long operations, String reason) {
    return new BenchRow(what, operations, List.of(), Double.NaN, reason);
  }

  double ours() {
    return median(runs.stream().map(Turn::ours).toList());
  }

  double reference() {
    return median(runs.stream().map(Turn::reference).toList());
  }

  /** Ours by the reference's, by the clock. */
  double ratio() {
    return median(runs.stream().map(turn -> turn.ours() / turn.reference()).toList());
  }

  /** Ours by the reference's, by CPU time: what others on the machine do matters less. */
  double cpuRatio() {
    return median(runs.stream().map(turn -> turn.oursCpu() / turn.referenceCpu()).toList());
  }

  double operationsPerSecond() {
    return operations / ours();
  }

  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

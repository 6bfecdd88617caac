package dev.frameloom.flow.raft;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.weights.GoldenTensors;
import org.junit.jupiter.api.Test;

class CorrelationTest {

  @Test
  void correlations_on_demand_are_those_of_all_pairs() {
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray first = Noise.normal(scope, 1, "first", 0, 1, 32, 16, 21);
      NDArray second = Noise.normal(scope, 1, "second", 0, 1, 32, 16, 21);
      NDArray places = Noise.normal(scope, 1, "places", 0, 1, 2, 16, 21).mul(12).add(8);
      for (int radius : new int[] {3, 4}) {
        NDArray all = new AllPairs(scope, first, second).around(scope, places, radius);
        // all pixels at once, some, one
        for (long bytes : new long[] {1L << 30, 1_000_000, 0}) {
          NDArray found = new OnDemand(scope, first, second, bytes).around(scope, places, radius);
          assertThat(found.getShape()).isEqualTo(all.getShape());
          GoldenTensors.assertClose("correlation", all.toFloatArray(), found.toFloatArray(), 5e-6);
        }
      }
    }
  }

  @Test
  void memory_of_all_pairs_is_known_beforehand() {
    // 64 × 64 features: 4096² products of four bytes, and a quarter, a sixteenth, a 64th of them
    long whole = 4L * 4096 * 4096;
    assertThat(Correlation.bytes(1, 64, 64)).isEqualTo(whole + whole / 4 + whole / 16 + whole / 64);
    assertThat(Correlation.bytes(3, 90, 160)).isEqualTo(3 * Correlation.bytes(1, 90, 160));
    assertThat(Correlation.bytes(1, 135, 240)).isBetween(5_500_000_000L, 5_700_000_000L);
  }
}

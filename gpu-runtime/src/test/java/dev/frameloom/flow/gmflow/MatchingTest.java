package dev.frameloom.flow.gmflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.weights.GoldenTensors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scores of all pairs exist for some queries at a time; what comes out must not show it. */
class MatchingTest {

  private final NDManager scope = ComputeDevice.CPU.newScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void matching_piece_by_piece_is_matching_at_once() {
    NDArray queries = random("queries", 2, 35, 8);
    NDArray keys = random("keys", 2, 35, 8);
    NDArray values = random("values", 1, 35, 2);
    float[] whole = Matching.of(scope, queries, keys, values).toFloatArray();
    // four, all but one, and one query at a time
    for (long bytes : new long[] {4L * 8 * 2 * 35, 34L * 8 * 2 * 35, 0}) {
      float[] pieces = Matching.of(scope, queries, keys, values, bytes).toFloatArray();
      GoldenTensors.assertClose("matches", whole, pieces, 1e-6);
    }
  }

  @Test
  void attention_in_shifted_windows_piece_by_piece_is_attention_at_once() {
    WindowGrid grid = new WindowGrid(8, 12, 2, true);
    NDArray q = random("q", 2, 4, 24, 8);
    NDArray k = random("k", 2, 4, 24, 8);
    NDArray v = random("v", 2, 4, 24, 8);
    float[] whole = WindowAttention.masked(scope, q, k, v, grid, 1L << 30).toFloatArray();
    for (long bytes : new long[] {7L * 4 * 4 * 24, 0}) {
      float[] pieces = WindowAttention.masked(scope, q, k, v, grid, bytes).toFloatArray();
      GoldenTensors.assertClose("attention", whole, pieces, 1e-6);
    }
  }

  @Test
  void tokens_of_a_shifted_window_that_were_no_neighbours_have_other_regions() {
    WindowGrid grid = new WindowGrid(4, 4, 2, true);
    assertThat(grid.up()).isEqualTo(1);
    assertThat(grid.left()).isEqualTo(1);
    // the last row and column of the moved picture come from the other side
    assertThat(grid.regions(scope).toFloatArray())
        .containsExactly(0, 0, 0, 0, 1, 2, 1, 2, 3, 3, 6, 6, 4, 5, 7, 8);
    float[] still = new WindowGrid(4, 4, 2, false).regions(scope).toFloatArray();
    assertThat(still).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3, 4, 4, 4, 4);
  }

  @Test
  void positions_begin_anew_in_each_window() {
    float[] positions = new WindowGrid(4, 6, 2, false).positions(scope, 8).toFloatArray();
    for (int i = 0; i < positions.length; i++) {
      int x = i % 6;
      int y = i / 6 % 4;
      int same = i - x % 6 + x % 3 - y / 2 * 12;
      assertThat(positions[i]).isEqualTo(positions[same]);
    }
    // the first feature down is sin(2π · row / rows)
    assertThat(positions[0]).isCloseTo((float) Math.sin(Math.PI), within());
    assertThat(positions[4 * 24]).isCloseTo((float) Math.sin(2 * Math.PI / 3), within());
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-5f);
  }

  private NDArray random(String name, long... shape) {
    return Noise.normal(scope, 1, name, 0, shape);
  }
}

package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.edit.tokenflow.NearestTokens.Place;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Noise;
import org.junit.jupiter.api.Test;

/** Against the obvious loops. */
class NearestTokensTest {

  private static final Place ANYWHERE = new Place(0, 0, "attn1", false);

  @Test
  void each_token_finds_the_largest_cosine_whatever_the_tiles() {
    int frames = 3;
    int tokens = 37;
    int channels = 16;
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray x = Noise.normal(scope, 1, "x", 0, frames, tokens, channels);
      NDArray keyframe = Noise.normal(scope, 1, "keyframe", 0, 1, tokens, channels);
      NDArray unit = Kernels.call(scope, "unit_tokens", x);
      NDArray unitKeyframe = Kernels.call(scope, "unit_tokens", keyframe).squeeze(0);

      long[] found = NearestTokens.EXACT.find(scope, ANYWHERE, unit, unitKeyframe).toLongArray();
      long[] tiled = Kernels.call(scope, "nearest_tokens", unit, unitKeyframe, 10).toLongArray();

      assertThat(found).isEqualTo(oracle(x.toFloatArray(), keyframe.toFloatArray(), channels));
      assertThat(tiled).isEqualTo(found);
    }
  }

  @Test
  void of_equal_tokens_the_first_is_found() {
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray keyframe =
          scope.create(new float[] {0, 1, 1, 0, 1, 0}, new Shape(3, 2)); // the last two are equal
      NDArray x = scope.create(new float[] {1, 0}, new Shape(1, 1, 2));

      assertThat(NearestTokens.EXACT.find(scope, ANYWHERE, x, keyframe).toLongArray())
          .containsExactly(1);
    }
  }

  @Test
  void results_are_taken_from_where_tokens_were_found_and_blended_frame_by_frame() {
    int branches = 2;
    int keyframes = 3;
    int tokens = 4;
    int frames = 2;
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray results =
          Noise.normal(scope, 1, "results", 0, (long) branches * keyframes, tokens, 5);
      int[] at = {3, 0, 2, 2, 1, 1, 0, 3};
      NDArray where =
          scope.create(new long[] {3, 0, 2, 2, 1, 1, 0, 3}, new Shape((long) frames * tokens));

      NDArray own = Kernels.call(scope, "results_at", results, keyframes, 1, where);
      NDArray other = Kernels.call(scope, "results_at", results, keyframes, 2, where);
      NDArray blended =
          Kernels.call(
              scope,
              "frames_blended",
              own,
              other,
              scope.create(new float[] {0.25f, 1}, new Shape(frames)));

      float[] from = results.toFloatArray();
      float[] found = blended.toFloatArray();
      for (int branch = 0; branch < branches; branch++) {
        for (int i = 0; i < frames * tokens; i++) {
          for (int c = 0; c < 5; c++) {
            float one = from[((branch * keyframes + 1) * tokens + at[i]) * 5 + c];
            float two = from[((branch * keyframes + 2) * tokens + at[i]) * 5 + c];
            float weight = i < tokens ? 0.25f : 1;
            assertThat(found[(branch * frames * tokens + i) * 5 + c])
                .isEqualTo(weight * one + (1 - weight) * two);
          }
        }
      }
    }
  }

  private static long[] oracle(float[] x, float[] keyframe, int channels) {
    long[] found = new long[x.length / channels];
    for (int i = 0; i < found.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < keyframe.length / channels; k++) {
        double product = 0;
        double length = 0;
        for (int c = 0; c < channels; c++) {
          product += (double) x[i * channels + c] * keyframe[k * channels + c];
          length += (double) keyframe[k * channels + c] * keyframe[k * channels + c];
        }
        if (product / Math.sqrt(length) > best) {
          best = product / Math.sqrt(length);
          found[i] = k;
        }
      }
    }
    return found;
  }
}

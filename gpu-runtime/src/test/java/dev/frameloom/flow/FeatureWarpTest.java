package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cases computed by hand. */
class FeatureWarpTest {

  private NDManager scope;

  @BeforeEach
  void open() {
    scope = ComputeDevice.CPU.newScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource(FeatureWarp.class)
  void features_of_any_level_stay_where_nothing_moves(FeatureWarp form) {
    for (int size : new int[] {8, 4, 2, 1}) {
      NDArray features = Noise.normal(scope, 1, "x", 0, 2, 3, size, 2L * size);
      NDArray warped = form.warp(scope, features, flow(64, 128, 0, 0));
      assertThat(warped.toFloatArray()).isEqualTo(features.toFloatArray());
    }
  }

  /** Eight pixels are one cell of latents; at the border the last cell is mirrored onto itself. */
  @ParameterizedTest
  @EnumSource(FeatureWarp.class)
  void a_cells_width_is_a_cell(FeatureWarp form) {
    NDArray features = scope.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 1, 4));
    assertThat(form.warp(scope, features, flow(8, 32, 8, 0)).toFloatArray())
        .containsExactly(2, 3, 4, 4);
    assertThat(form.warp(scope, features, flow(8, 32, 16, 0)).toFloatArray())
        .containsExactly(3, 4, 4, 3);
    assertThat(form.warp(scope, features, flow(8, 32, -8, 0)).toFloatArray())
        .containsExactly(1, 1, 2, 3);
    assertThat(form.warp(scope, features, flow(8, 32, 0, 8)).toFloatArray())
        .containsExactly(1, 2, 3, 4);
  }

  /**
   * Pixel x is read at x + 0.99 − ½, nearest to x. In half precision, from 256 on, x + 0.99 is
   * rounded to x + 1: a tie, which goes to the even pixel.
   */
  @Test
  void half_precision_reads_other_pixels_in_large_pictures() {
    float[] columns = new float[512];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
    }
    NDArray features = scope.create(columns, new Shape(1, 1, 1, 512));
    NDArray flow = flow(1, 512, 0.99f, 0);
    float[] single = FeatureWarp.SINGLE.warp(scope, features, flow).toFloatArray();
    float[] half = FeatureWarp.OFFICIAL.warp(scope, features, flow).toFloatArray();
    assertThat(single[300]).isEqualTo(300);
    assertThat(single[301]).isEqualTo(301);
    assertThat(half[300]).isEqualTo(300);
    assertThat(half[301]).isEqualTo(302);
  }

  @Test
  void a_flow_serves_all_rows_of_a_batch_in_half_precision_too() {
    NDArray features = Noise.normal(scope, 1, "x", 0, 3, 2, 4, 4).toType(DataType.FLOAT16, true);
    NDArray warped = FeatureWarp.SINGLE.warp(scope, features, flow(32, 32, 8, 0));
    assertThat(warped.getDataType()).isEqualTo(DataType.FLOAT16);
    float[] before = features.toType(DataType.FLOAT32, true).toFloatArray();
    float[] after = warped.toType(DataType.FLOAT32, true).toFloatArray();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isEqualTo(before[i % 4 == 3 ? i : i + 1]);
    }
  }

  @Test
  void only_what_the_mask_names_is_warped() {
    NDArray previous = scope.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 1, 4));
    NDArray own = scope.create(new float[] {5, 6, 7, 8}, new Shape(1, 1, 1, 4));
    NDArray flow = flow(8, 32, 8, 0);
    float[] weights = new float[8 * 32];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 32 >= 16 ? 1 : 0;
    }
    NDArray mask = scope.create(weights, new Shape(1, 1, 8, 32));
    assertThat(FeatureWarp.SINGLE.blend(scope, previous, own, flow, mask).toFloatArray())
        .containsExactly(5, 6, 4, 4);
    NDArray none = mask.zerosLike();
    assertThat(FeatureWarp.SINGLE.blend(scope, previous, own, flow, none).toFloatArray())
        .containsExactly(5, 6, 7, 8);
    assertThat(FeatureWarp.SINGLE.blend(scope, previous, own, flow, none.add(1)).toFloatArray())
        .containsExactly(2, 3, 4, 4);
  }

  /** They are read in the first column, whatever was computed there. */
  @ParameterizedTest
  @EnumSource(FeatureWarp.class)
  void a_flow_that_is_no_number_reads_the_first_column(FeatureWarp form) {
    NDArray features = scope.create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 1, 4));
    assertThat(form.warp(scope, features, flow(8, 32, Float.NaN, 0)).toFloatArray())
        .containsOnly(1);
    for (float far : new float[] {Float.POSITIVE_INFINITY, -1e30f}) {
      for (float value : form.warp(scope, features, flow(8, 32, far, 0)).toFloatArray()) {
        assertThat(value).isBetween(1f, 4f);
      }
    }
  }

  @Test
  void shapes_that_do_not_fit_are_refused() {
    NDArray features = Noise.normal(scope, 1, "x", 0, 3, 2, 4, 4);
    NDArray two = Noise.normal(scope, 1, "flow", 0, 2, 2, 32, 32);
    assertThatThrownBy(() -> FeatureWarp.SINGLE.warp(scope, features, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flow")
        .hasMessageContaining("(2, 2, 32, 32)");
    NDArray mask = scope.create(new float[16], new Shape(1, 1, 4, 4));
    assertThatThrownBy(
            () -> FeatureWarp.SINGLE.blend(scope, features, features, flow(32, 32, 0, 0), mask))
        .hasMessageContaining("mask")
        .hasMessageContaining("(1, 1, 4, 4)");
  }

  private NDArray flow(int height, int width, float across, float down) {
    float[] values = new float[2 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < height * width ? across : down;
    }
    return scope.create(values, new Shape(1, 2, height, width));
  }
}

package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;

import dev.frameloom.engine.Noise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cases computed by hand, each in plain Java and as tensors. */
class OcclusionTest {

  @ParameterizedTest
  @EnumSource(Occlusion.class)
  void what_leaves_the_picture_is_occluded(Occlusion form) {
    FlowField right = row(5, 1);
    FlowField left = row(5, -1);
    assertThat(occluded(form, right, left)).containsExactly(0, 0, 0, 0, 1);
    assertThat(occluded(form, left, right)).containsExactly(1, 0, 0, 0, 0);
  }

  /**
   * Half of it is still read, and |0.4 − 0.6 · 0.4| is within the tolerance; not so for the strict.
   */
  @ParameterizedTest
  @EnumSource(Occlusion.class)
  void what_leaves_it_by_a_fraction_is_not(Occlusion form) {
    FlowField right = row(5, 0.4f);
    FlowField left = row(5, -0.4f);
    assertThat(occluded(form, right, left)).containsExactly(0, 0, 0, 0, 0);
    assertThat(Visibility.of(right, left).pixels().cardinality()).isEqualTo(4);
  }

  /** 0.6 is above 0.01 · 0.6 + 0.5, and 0.36 is below 0.01 · 0.36 + 0.5. */
  @Test
  void a_difference_of_six_tenths_counts_as_a_length_and_not_as_a_square() {
    FlowField still = row(3, 0);
    FlowField other = row(3, 0, 0.6f, 0);
    assertThat(occluded(Occlusion.LENGTHS, still, other)).containsExactly(0, 1, 0);
    assertThat(occluded(Occlusion.SQUARES, still, other)).containsExactly(0, 0, 0);
  }

  /** At the first of 100 pixels: 60 there, 60.9 or 61.9 back; 1.709 and 1.719 are allowed. */
  @Test
  void the_tolerance_grows_with_the_motion() {
    FlowField there = row(100, 60);
    assertThat(occluded(Occlusion.LENGTHS, there, row(100, -60.9f))[0]).isZero();
    assertThat(occluded(Occlusion.LENGTHS, there, row(100, -61.9f))[0]).isEqualTo(1);
    // the length of what comes back is taken at the pixel itself, not where it is read
    float[] back = row(100, -61.9f).vectors();
    back[0] = 100;
    assertThat(occluded(Occlusion.LENGTHS, there, new FlowField(100, 1, back))[0]).isZero();
  }

  @ParameterizedTest
  @EnumSource(Occlusion.class)
  void a_vector_that_is_not_finite_is_occluded(Occlusion form) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      FlowField still = row(5, 0);
      FlowField broken = row(5, 0, 0, bad, 0, 0);
      assertThat(occluded(form, broken, still)).as("own is " + bad).containsExactly(0, 0, 1, 0, 0);
      assertThat(occluded(form, still, broken)).contains(1, atIndex(2));
      assertThat(Visibility.of(broken, still).at(2, 0)).isFalse();
      assertThat(Visibility.of(still, broken).at(2, 0)).isFalse();
      assertThat(occluded(form, row(5, bad), row(5, bad))).containsOnly(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Occlusion.class)
  void one_pixel_stays_or_leaves(Occlusion form) {
    assertThat(occluded(form, row(1, 0), row(1, 0))).containsExactly(0);
    assertThat(occluded(form, row(1, 1), row(1, -1))).containsExactly(1);
    // a tenth is left of what is read: |0.9 − 0.1 · 0.9| = 0.81, and its square is above 0.5162
    assertThat(occluded(form, row(1, 0.9f), row(1, -0.9f))).containsExactly(1);
  }

  @Test
  void flows_of_two_sizes_are_refused() {
    assertThatThrownBy(() -> Occlusion.LENGTHS.of(row(5, 0), row(4, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5x1")
        .hasMessageContaining("4x1");
    assertThatThrownBy(
            () ->
                TensorScope.with(
                    scope ->
                        TensorMasks.occluded(
                            scope,
                            Occlusion.LENGTHS,
                            FlowTensors.flow(scope, row(5, 0)),
                            FlowTensors.flow(scope, row(4, 0)))))
        .hasMessageContaining("(1, 2, 1, 5)")
        .hasMessageContaining("(1, 2, 1, 4)");
  }

  /** In 20,000 pixels, one in a thousand may lie so near a threshold that rounding decides. */
  @ParameterizedTest
  @EnumSource(Occlusion.class)
  void plain_java_and_tensors_agree_on_large_random_flows(Occlusion form) {
    FlowField own = random("own", 160, 125);
    FlowField other = random("other", 160, 125);
    float[] plain = form.of(own, other).values();
    float[] tensors = tensors(form, own, other);
    int different = 0;
    for (int i = 0; i < plain.length; i++) {
      different += plain[i] == tensors[i] ? 0 : 1;
    }
    assertThat(different).isLessThanOrEqualTo(20);
    assertThat(form.of(own, other).mean()).isBetween(0.1, 0.9);
  }

  private static float[] occluded(Occlusion form, FlowField own, FlowField other) {
    float[] plain = form.of(own, other).values();
    assertThat(tensors(form, own, other)).as("as tensors").containsExactly(plain);
    return plain;
  }

  private static float[] tensors(Occlusion form, FlowField own, FlowField other) {
    return TensorScope.with(
        scope ->
            TensorMasks.occluded(
                    scope, form, FlowTensors.flow(scope, own), FlowTensors.flow(scope, other))
                .toFloatArray());
  }

  private static FlowField random(String name, int width, int height) {
    float[] vectors = Noise.normal(3, name, 0, 2 * width * height);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] *= 0.5f;
    }
    return new FlowField(width, height, vectors);
  }

  /** One row that moves across; one number is that of all pixels. */
  private static FlowField row(int width, float... across) {
    float[] vectors = new float[2 * width];
    for (int i = 0; i < width; i++) {
      vectors[2 * i] = across.length == 1 ? across[0] : across[i];
    }
    return new FlowField(width, 1, vectors);
  }
}

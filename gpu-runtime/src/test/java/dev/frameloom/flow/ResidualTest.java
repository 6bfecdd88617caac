package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.pipeline.PictureTensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Cases computed by hand, each in plain Java and as tensors. */
class ResidualTest {

  private static final Picture BLACK = TestPictures.plain(6, 4, 0, 0, 0);
  private static final Picture WHITE = TestPictures.plain(6, 4, 255, 255, 255);

  @Test
  void levels_are_compared_from_minus_one_to_one() {
    assertThat(residual(BLACK, BLACK, flow(0))).containsOnly(0);
    assertThat(residual(WHITE, WHITE, flow(0))).containsOnly(0);
    assertThat(residual(BLACK, WHITE, flow(0))).containsOnly(2);
    // one of three channels differs by a fifth of the levels: 0.4 / 3
    assertThat(residual(BLACK, TestPictures.plain(6, 4, 51, 0, 0), flow(0))).containsOnly(0.4f / 3);
  }

  @Test
  void outside_of_a_picture_there_is_the_middle_grey() {
    float[] residual = residual(WHITE, WHITE, flow(2.25f));
    assertThat(Arrays.copyOf(residual, 6))
        .containsExactly(new float[] {0, 0, 0, 0.25f, 1, 1}, within(1e-6f));
  }

  /** What is no number is read at the first pixel; the occlusion says that it is not to be used. */
  @Test
  void a_flow_that_is_no_number_has_a_residual_all_the_same() {
    Picture dotted = TestPictures.withSquare(BLACK, 0, 0, 1, 255, 255, 255);
    // the first column in its own row, as only x is no number: the dot is in the first row
    float[] residual = residual(dotted, BLACK, flow(Float.NaN));
    assertThat(Arrays.copyOf(residual, 6)).containsOnly(2);
    assertThat(Arrays.copyOfRange(residual, 6, 24)).containsOnly(0);
    assertThat(residual(dotted, BLACK, flow(Float.POSITIVE_INFINITY))).containsOnly(1);
  }

  @Test
  void what_is_visible_and_looks_the_same_is_warped() {
    Residual residual = new Residual(5, 1, new float[] {0, 0.0799f, 0.0801f, 2, Float.NaN});
    assertThat(warpable(residual, Mask.of(5, 1, 0))).containsExactly(1, 1, 0, 0, 0);
    assertThat(warpable(residual, Mask.of(5, 1, 1))).containsOnly(0);
    assertThat(warpable(residual, new Mask(5, 1, new float[] {1, 0, 0, 0, 0})))
        .containsExactly(0, 1, 0, 0, 0);
  }

  @Test
  void one_pixel_is_compared_with_itself_or_with_grey() {
    Picture white = TestPictures.plain(1, 1, 255, 255, 255);
    assertThat(Residual.of(white, white, new FlowField(1, 1, new float[] {0, 0})).values())
        .containsExactly(0);
    assertThat(Residual.of(white, white, new FlowField(1, 1, new float[] {0, -1})).values())
        .containsExactly(1);
  }

  @Test
  void sizes_that_differ_are_refused() {
    Picture small = TestPictures.plain(5, 4, 0, 0, 0);
    assertThatThrownBy(() -> Residual.of(small, BLACK, flow(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6x4")
        .hasMessageContaining("5x4");
    assertThatThrownBy(() -> Residual.of(BLACK, BLACK, flow(0)).warpable(Mask.of(5, 4, 0)))
        .hasMessageContaining("6x4")
        .hasMessageContaining("5x4");
  }

  private static float[] residual(Picture before, Picture now, FlowField flow) {
    float[] plain = Residual.of(before, now, flow).values();
    float[] tensors =
        TensorScope.with(
            scope ->
                TensorMasks.residual(
                        scope,
                        PictureTensors.tensor(scope, before),
                        PictureTensors.tensor(scope, now),
                        FlowTensors.flow(scope, flow))
                    .toFloatArray());
    assertThat(tensors).containsExactly(plain, within(1e-5f));
    return plain;
  }

  private static float[] warpable(Residual residual, Mask occluded) {
    float[] plain = residual.warpable(occluded).values();
    float[] tensors =
        TensorScope.with(
            scope ->
                TensorMasks.warpable(
                        scope,
                        FlowTensors.mask(scope, occluded),
                        FlowTensors.mask(scope, new Mask(5, 1, residual.values())))
                    .toFloatArray());
    assertThat(tensors).containsExactly(plain);
    return plain;
  }

  private static FlowField flow(float across) {
    float[] vectors = new float[2 * 24];
    for (int i = 0; i < vectors.length; i += 2) {
      vectors[i] = across;
    }
    return new FlowField(6, 4, vectors);
  }
}

package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.flow.Sampling.Interpolation;
import dev.frameloom.flow.Sampling.Padding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.pipeline.PictureTensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases computed by hand, on a row of 10, 20, 30, 40, 50 with places in pixels. */
class SamplingTest {

  private NDManager scope;

  @BeforeEach
  void open() {
    scope = ComputeDevice.CPU.newScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void between_pixels_there_is_a_mean_or_the_nearest_one_and_halves_are_even() {
    assertThat(aligned(Interpolation.BILINEAR, Padding.ZEROS, 0, 0.5, 1.25, 4))
        .containsExactly(10, 15, 22.5f, 50);
    assertThat(aligned(Interpolation.NEAREST, Padding.ZEROS, 0.5, 1.5, 2.5, 3.5))
        .containsExactly(10, 30, 30, 50);
  }

  @Test
  void outside_there_are_zeros_the_border_or_the_mirrored_picture() {
    assertThat(aligned(Interpolation.BILINEAR, Padding.ZEROS, -0.5, -1, 4.5, 9))
        .containsExactly(5, 0, 25, 0);
    assertThat(aligned(Interpolation.BILINEAR, Padding.BORDER, -0.5, -1, 4.5, 9))
        .containsExactly(10, 10, 50, 50);
    // mirrored at the outermost pixels' centres: 4.5 is 3.5, and 9 is −1 is 1
    assertThat(aligned(Interpolation.BILINEAR, Padding.REFLECTION, -0.5, -1, 4.5, 9))
        .containsExactly(15, 20, 45, 20);
    // mirrored at their edges: 5 is 4, 6.5 is 2.5, and −1 is 0
    assertThat(edged(Padding.REFLECTION, 5, 6.5, -1, 2)).containsExactly(50, 35, 10, 30);
    assertThat(edged(Padding.ZEROS, -0.5, 0, 4, 4.5)).containsExactly(5, 10, 50, 25);
  }

  @Test
  void what_is_no_number_is_read_at_minus_one_and_what_is_infinite_lies_outside() {
    double far = Double.POSITIVE_INFINITY;
    assertThat(aligned(Interpolation.BILINEAR, Padding.ZEROS, Double.NaN, far, -far, 1e30))
        .containsExactly(10, 0, 0, 0);
    assertThat(aligned(Interpolation.BILINEAR, Padding.BORDER, Double.NaN, far, -far, 1e30))
        .containsExactly(10, 50, 10, 50);
    // −1 is the outer edge of the first pixel here, half of it outside
    assertThat(edged(Padding.ZEROS, Double.NaN, far, -far, 1e30)).containsExactly(5, 0, 0, 0);
    for (float value : edged(Padding.REFLECTION, Double.NaN, far, -far, 1e30)) {
      assertThat(value).isBetween(10f, 50f);
    }
  }

  @Test
  void a_picture_of_one_pixel_is_warped_out_of_itself() {
    NDArray pixel = scope.create(new float[] {7}, new Shape(1, 1, 1, 1));
    for (float across : new float[] {0, 0.25f, 1, -3, Float.NaN}) {
      NDArray flow = scope.create(new float[] {across, 0}, new Shape(1, 2, 1, 1));
      float found = TensorWarp.warp(scope, pixel, flow, Interpolation.BILINEAR).getFloat();
      assertThat(found).isEqualTo(across > 0 ? 7 * (1 - across) : across < 0 ? 0 : 7);
    }
  }

  /** Levels up to 255, places to 1e-5 pixels of the 23. */
  @Test
  void the_border_is_held_outside_as_in_plain_java() {
    Picture picture = TestPictures.waves(23, 17, 0, 0);
    float[] vectors = Noise.normal(5, "flow", 0, 2 * 23 * 17);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] *= 6;
    }
    vectors[0] = Float.NaN;
    vectors[9] = Float.NEGATIVE_INFINITY;
    FlowField flow = new FlowField(23, 17, vectors);
    NDArray warped =
        TensorWarp.withinBorder(
            scope, PictureTensors.tensor(scope, picture), FlowTensors.flow(scope, flow));
    // (1, 3, H, W) from −1 to 1 -> (H, W, 3) levels
    NDArray levels = warped.add(1).mul(127.5).transpose(0, 2, 3, 1).flatten();
    assertThat(levels.toFloatArray()).containsExactly(Warp.sample(picture, flow), within(0.01f));
  }

  @Test
  void shapes_that_do_not_fit_are_refused() {
    NDArray pictures = scope.zeros(new Shape(2, 3, 4, 5));
    Sampling sampling = new Sampling(Interpolation.BILINEAR, Padding.ZEROS, true);
    assertThatThrownBy(() -> sampling.read(scope, pictures, scope.zeros(new Shape(1, 4, 5, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grid")
        .hasMessageContaining("(1, 4, 5, 2)");
    NDArray small = scope.zeros(new Shape(2, 2, 4, 4));
    assertThatThrownBy(() -> TensorWarp.warp(scope, pictures, small, Interpolation.BILINEAR))
        .hasMessageContaining("flow")
        .hasMessageContaining("(2, 2, 4, 5)")
        .hasMessageContaining("(2, 2, 4, 4)");
  }

  private float[] aligned(Interpolation interpolation, Padding padding, double... places) {
    float[] shares = new float[2 * places.length];
    for (int i = 0; i < places.length; i++) {
      shares[2 * i] = (float) (places[i] / 2 - 1);
    }
    return read(new Sampling(interpolation, padding, true), shares);
  }

  private float[] edged(Padding padding, double... places) {
    float[] shares = new float[2 * places.length];
    for (int i = 0; i < places.length; i++) {
      shares[2 * i] = (float) ((2 * places[i] + 1) / 5 - 1);
    }
    return read(new Sampling(Interpolation.BILINEAR, padding, false), shares);
  }

  private float[] read(Sampling sampling, float[] shares) {
    NDArray row = scope.create(new float[] {10, 20, 30, 40, 50}, new Shape(1, 1, 1, 5));
    // one row only: with aligned corners it is read everywhere, else at its centre
    NDArray grid = scope.create(shares, new Shape(1, 1, shares.length / 2, 2));
    float[] found = sampling.read(scope, row, grid).toFloatArray();
    for (int i = 0; i < found.length; i++) {
      found[i] = Math.round(found[i] * 1000) / 1000f; // places are rounded in single precision
    }
    return found;
  }
}

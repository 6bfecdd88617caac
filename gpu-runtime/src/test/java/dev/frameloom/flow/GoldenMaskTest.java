package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.flow.Sampling.Interpolation;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Warps and masks, in plain Java and as tensors, against the methods' formulas in PyTorch 2.7.1
 * (the blur: torchvision 0.22.1).
 *
 * <p>Tolerance 2e-5 of the range: places are computed over a grid from −1 to 1 in single precision,
 * off by up to 1e-5 pixels here, and pictures change by their whole range within a pixel. For a
 * check against a threshold the reference gives by how much it is missed; what misses it by less
 * than that may fall on either side.
 */
class GoldenMaskTest {

  private static final double TOLERANCE = 2e-5;
  private static final float MARGIN = 1e-4f;

  private NDManager scope;

  @BeforeEach
  void open() {
    scope = ComputeDevice.CPU.newScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("sample"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void occlusion_is_the_references_both_ways_and_in_both_forms(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      NDArray forward = golden.array(scope, "in.forward");
      NDArray backward = golden.array(scope, "in.backward");
      for (Occlusion form : Occlusion.values()) {
        String name = "out." + form.name().toLowerCase(Locale.ROOT);
        assertSides(golden, name + ".forward", occluded(form, forward, backward), 1);
        assertSides(golden, name + ".backward", occluded(form, backward, forward), 1);
      }
    }
  }

  /** In plain Java and as tensors. */
  private List<float[]> occluded(Occlusion form, NDArray own, NDArray other) {
    Mask plain = form.of(FlowTensors.flow(own), FlowTensors.flow(other));
    return List.of(plain.values(), TensorMasks.occluded(scope, form, own, other).toFloatArray());
  }

  /**
   * Checks masks by the sign of what the reference has above its threshold.
   *
   * @param above what a mask holds above the threshold
   */
  private static void assertSides(
      GoldenTensors golden, String name, List<float[]> masks, float above) {
    float[] excess = golden.values(name);
    for (float[] mask : masks) {
      assertThat(mask).hasSameSizeAs(excess);
      int close = 0;
      for (int i = 0; i < excess.length; i++) {
        if (Math.abs(excess[i]) < MARGIN) {
          close++;
          continue;
        }
        float expected = excess[i] > 0 ? above : 1 - above;
        assertThat(mask[i]).as("%s at %d, %g above", name, i, excess[i]).isEqualTo(expected);
      }
      assertThat(close).as("pixels at the threshold of " + name).isLessThan(excess.length / 100);
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void residual_and_what_is_warped_are_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      NDArray flow = golden.array(scope, "in.backward");
      NDArray forward = golden.array(scope, "in.forward");
      NDArray before = levels(golden, "in.before");
      NDArray now = levels(golden, "in.now");
      NDArray residual = TensorMasks.residual(scope, before, now, flow);
      golden.assertClose("out.residual", residual, TOLERANCE);
      Residual plain =
          Residual.of(
              picture(golden, "in.before"), picture(golden, "in.now"), FlowTensors.flow(flow));
      golden.assertClose(
          "out.residual", scope.create(plain.values(), residual.getShape()), TOLERANCE);

      NDArray occluded = TensorMasks.occluded(scope, Occlusion.LENGTHS, flow, forward);
      assertSides(
          golden,
          "out.warpable",
          List.of(
              TensorMasks.warpable(scope, occluded, residual).toFloatArray(),
              plain.warpable(FlowTensors.mask(occluded)).values()),
          1);
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void pictures_and_latents_are_warped_as_by_the_reference(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      NDArray flow = golden.array(scope, "in.backward");
      NDArray warped =
          TensorWarp.warp(scope, levels(golden, "in.before"), flow, Interpolation.BILINEAR);
      golden.assertClose("out.bilinear", warped, TOLERANCE);
      NDArray flow8 = TensorMasks.flowOfCells(scope, flow, 8);
      golden.assertClose("out.flow8", flow8, TOLERANCE);
      FlowField plain = FlowTensors.flow(flow).ofCells(8);
      golden.assertClose("out.flow8", FlowTensors.flow(scope, plain), TOLERANCE);
      NDArray latents = golden.array(scope, "in.latents");
      golden.assertClose(
          "out.latents", TensorWarp.warp(scope, latents, flow8, Interpolation.NEAREST), 0);
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void soft_edges_and_cells_are_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      NDArray hidden = golden.array(scope, "in.hidden");
      NDArray soft = TensorMasks.softened(scope, hidden);
      golden.assertClose("out.soft", soft, TOLERANCE);
      Mask plain = FlowTensors.mask(hidden).softened();
      golden.assertClose("out.soft", FlowTensors.mask(scope, plain), TOLERANCE);
      NDArray cells = TensorMasks.largestOfCells(scope, soft, 8);
      golden.assertClose("out.cells", cells.mul(-1).add(1), TOLERANCE);
      golden.assertClose(
          "out.cells", FlowTensors.mask(scope, plain.largestOfCells(8).inverted()), TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void features_are_warped_over_either_grid_as_by_the_reference(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      NDArray flow = golden.array(scope, "in.backward");
      NDArray previous = golden.array(scope, "in.previous");
      NDArray own = golden.array(scope, "in.own");
      NDArray mask = golden.array(scope, "in.hidden").mul(-1).add(1);
      for (FeatureWarp form : FeatureWarp.values()) {
        String name = form.name().toLowerCase(Locale.ROOT);
        golden.assertClose("out.features." + name, form.warp(scope, previous, flow), 0);
        golden.assertClose(
            "out.blend." + name, form.blend(scope, previous, own, flow, mask), TOLERANCE);
      }
    }
  }

  private NDArray levels(GoldenTensors golden, String name) {
    return golden.array(scope, name).div(255).sub(0.5).div(0.5);
  }

  private Picture picture(GoldenTensors golden, String name) {
    Shape shape = golden.array(scope, name).getShape();
    float[] values = golden.values(name);
    byte[] rgb = new byte[values.length];
    int pixels = values.length / 3;
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) values[i % 3 * pixels + i / 3];
    }
    return new Picture((int) shape.get(3), (int) shape.get(2), rgb);
  }
}

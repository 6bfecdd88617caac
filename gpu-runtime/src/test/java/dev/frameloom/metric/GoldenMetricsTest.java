package dev.frameloom.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.Visibility;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Similarity against scikit-image 0.25.2, errors along a given flow against PyTorch 2.7.1's
 * grid_sample, energies and edges against SciPy and NumPy, all in double precision. Figures are
 * stored in single precision, hence 1e-6; warps and filters are computed in it too.
 */
class GoldenMetricsTest {

  private static final double TOLERANCE = 1e-6;

  /** Width and height. */
  private static final Map<String, int[]> SIZES =
      Map.of("even", new int[] {48, 32}, "odd", new int[] {37, 29}, "least", new int[] {13, 11});

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("metrics"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void similarity_is_scikit_images(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      for (String size : SIZES.keySet()) {
        for (String pair : new String[] {"grain", "other", "extremes", "saturated", "equal"}) {
          String name = size + "." + pair;
          double found =
              Ssim.between(picture(golden, size, name + ".a"), picture(golden, size, name + ".b"));
          assertThat(found)
              .as(name)
              .isCloseTo(golden.values("out." + name + ".ssim")[0], within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void energies_and_edges_are_those_of_numpy_and_scipy(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      for (String size : SIZES.keySet()) {
        for (String pair : new String[] {"grain", "other", "extremes", "saturated", "equal"}) {
          String name = size + "." + pair;
          Picture a = picture(golden, size, name + ".a");
          Picture b = picture(golden, size, name + ".b");
          float[] energies = golden.values("out." + name + ".energies");
          double[] found = {
            Sharpness.of(a).sobel(),
            Sharpness.of(a).highFrequency(),
            Sharpness.of(b).sobel(),
            Sharpness.of(b).highFrequency()
          };
          for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as(name).isCloseTo(energies[i], within(TOLERANCE));
          }
          assertThat(EdgeMap.of(a).correlation(EdgeMap.of(b)))
              .as(name)
              .isCloseTo(golden.values("out." + name + ".edges")[0], within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void errors_along_a_given_flow_are_grid_samples(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      for (String size : SIZES.keySet()) {
        Picture earlier = picture(golden, size, size + ".grain.a");
        Picture later = picture(golden, size, size + ".grain.b");
        FlowField back = flow(golden, size, "back");
        Visibility visible = Visibility.of(back, flow(golden, size, "ahead"));
        FrameMotion motion = new FrameMotion(back, visible);
        float[] expected = golden.values("out." + size + ".errors");
        assertThat(visible.share()).as(size).isCloseTo(expected[2], within(TOLERANCE));
        assertThat(AlignedError.between(earlier, later, back, visible.pixels()).getAsDouble())
            .as(size)
            .isCloseTo(expected[0], within(TOLERANCE));
        assertThat(AlignedError.between(earlier, later, back, motion.inside()).getAsDouble())
            .as(size)
            .isCloseTo(expected[1], within(TOLERANCE));
      }
    }
  }

  private static Picture picture(GoldenTensors golden, String size, String name) {
    float[] levels = golden.values("in." + name);
    byte[] rgb = new byte[levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) levels[i];
    }
    return new Picture(SIZES.get(size)[0], SIZES.get(size)[1], rgb);
  }

  private static FlowField flow(GoldenTensors golden, String size, String name) {
    return new FlowField(
        SIZES.get(size)[0], SIZES.get(size)[1], golden.values("in." + size + "." + name));
  }
}

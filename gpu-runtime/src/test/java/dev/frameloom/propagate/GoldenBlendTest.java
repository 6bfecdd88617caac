package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.Picture;
import dev.frameloom.propagate.LabPlanes.Rounding;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Blends against a reference in NumPy 2.2.6 with OpenCV 4.13.0 (on both sides) and LSQR of SciPy
 * 1.17.1, written as Rerender-A-Video's blender works.
 *
 * <p>Tolerance: the golden data is rounded to 32 bits, and LSQR stops at a residual of 1e-6, which
 * is what 1e-5 leaves room for. Pictures are equal, but for truncation of what LSQR left just below
 * a whole level: two pixels may differ.
 */
class GoldenBlendTest {

  private static final double ROUNDED = 1e-6;
  private static final double SOLVED = 1e-5;
  private static final int FLIPPED_PIXELS = 2;

  /** Names of the positions between both pictures. */
  private static final Map<String, Double> POSITIONS =
      Map.of("first", 0.0, "third", 1 / 3.0, "late", 0.75);

  private record Case(GoldenTensors golden, String name, int width, int height) {

    float[] values(String key) {
      return golden.values(name + "." + key);
    }

    Picture picture(String key) {
      float[] values = values(key);
      byte[] rgb = new byte[values.length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (int) values[i];
      }
      return new Picture(width, height, rgb);
    }

    BitSet mask(String key) {
      float[] values = values(key);
      BitSet mask = new BitSet();
      for (int i = 0; i < values.length; i++) {
        mask.set(i, values[i] > 0);
      }
      return mask;
    }

    void assertClose(String key, LabPlanes found, double tolerance) {
      GoldenTensors.assertClose(name + "." + key, values(key), interleaved(found), tolerance);
    }

    void assertEqual(String key, Picture found, int flips) {
      byte[] expected = picture(key).rgb();
      int different = 0;
      for (int i = 0; i < expected.length; i += 3) {
        boolean same =
            expected[i] == found.rgb()[i]
                && expected[i + 1] == found.rgb()[i + 1]
                && expected[i + 2] == found.rgb()[i + 2];
        different += same ? 0 : 1;
      }
      assertThat(different).as("pixels of %s.%s", name, key).isLessThanOrEqualTo(flips);
    }

    private static float[] interleaved(LabPlanes planes) {
      // (3, H, W) -> (H, W, 3)
      float[] values = new float[3 * planes.width() * planes.height()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) planes.values()[i % 3][i / 3];
      }
      return values;
    }
  }

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("propagate"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void lab_is_opencvs(Path folder) {
    each(folder, it -> it.assertClose("out.lab", LabPlanes.of(it.picture("in.a")), 0));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void a_selected_picture_takes_its_pixels_of_either(Path folder) {
    each(
        folder,
        it ->
            it.assertEqual(
                "in.selected",
                HistogramBlend.selected(it.picture("in.a"), it.picture("in.b"), it.mask("in.mask")),
                0));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void a_blend_has_the_histogram_of_the_selected_picture(Path folder) {
    each(
        folder,
        it ->
            POSITIONS.forEach(
                (name, position) -> {
                  LabPlanes blend =
                      HistogramBlend.blend(
                          it.picture("in.a"),
                          it.picture("in.b"),
                          it.picture("in.selected"),
                          position);
                  it.assertClose("out." + name + ".blend", blend, ROUNDED);
                  it.assertEqual("out." + name + ".rounded", blend.picture(Rounding.NEAREST), 0);
                }));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void gradients_are_put_back_as_least_squares_has_it(Path folder) {
    each(
        folder,
        it ->
            POSITIONS
                .keySet()
                .forEach(
                    name -> {
                      LabPlanes blend =
                          PoissonBlend.blend(
                              it.picture("in.a"),
                              it.picture("in.b"),
                              it.mask("in.mask"),
                              it.picture("out." + name + ".rounded"));
                      it.assertClose("out." + name + ".poisson", blend, SOLVED);
                      it.assertEqual(
                          "out." + name + ".truncated",
                          blend.picture(Rounding.DOWN),
                          FLIPPED_PIXELS);
                    }));
  }

  private interface Check {
    void of(Case one);
  }

  private static void each(Path folder, Check check) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      check.of(new Case(golden, "even", 24, 32));
      check.of(new Case(golden, "odd", 37, 29));
    }
  }
}

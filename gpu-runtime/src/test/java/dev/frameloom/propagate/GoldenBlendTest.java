package dev.frameloom.propagate;

import dev.frameloom.propagate.LabPlanes.Rounding;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Blends against a reference in NumPy 2.2.6 with OpenCV 4.13.0 (on both sides) and LSQR of SciPy
 * 1.17.1, written as Rerender-A-Video's blender works.
 *
 * <p>Tolerance: the golden data is rounded to 32 bits, and LSQR stops at a residual of 1e-6, which
 * is what 1e-5 leaves room for. Pictures are equal, but where LSQR ended beyond a whole level,
 * which is truncated then: two pixels may differ.
 */
class GoldenBlendTest {

  private static final double ROUNDED = 1e-6;
  private static final double SOLVED = 1e-5;
  private static final int FLIPPED_PIXELS = 2;

  /** Names of the positions between both pictures. */
  private static final Map<String, Double> POSITIONS =
      Map.of("first", 0.0, "third", 1 / 3.0, "late", 0.75);

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
    void of(GoldenPictures one);
  }

  private static void each(Path folder, Check check) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      check.of(new GoldenPictures(golden, "even", 24, 32));
      check.of(new GoldenPictures(golden, "odd", 37, 29));
    }
  }
}

package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is made of two paintings of an interval, against a reference in NumPy 2.2.6, OpenCV 4.13.0
 * and SciPy 1.17.1, in both variants: which pixels are taken, and the blends, exactly. With Poisson
 * to a level: the first frame is the first painting again, its solution ends on whole levels but
 * for what LSQR leaves, and either side of one may be truncated; {@link GoldenBlendTest} holds the
 * solution itself.
 */
class GoldenIntervalTest {

  /** Of Lab: one for rounding, and two for the way to RGB in 8 bits and back. */
  private static final double LEVELS = 3;

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("propagate"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void pixels_are_chosen_and_blended_as_the_reference_does(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      for (Variant variant : Variant.values()) {
        check(new GoldenPictures(golden, "interval1", 26, 22), variant);
        check(new GoldenPictures(golden, "interval3", 26, 22), variant);
      }
    }
  }

  private static void check(GoldenPictures it, Variant variant) {
    String out = "out." + variant.name().toLowerCase(Locale.ROOT);
    List<BitSet> choices =
        PixelChoice.of(
            it.frames("in.first", 1), it.frames("in.second", 1), it.flows("in.flows"), variant);
    assertThat(choices).as("%s.%s", it.name(), out).isEqualTo(it.masks(out + ".masks"));
    for (int i = 0; i < choices.size(); i++) {
      Picture a = it.pictures("in.a").get(i);
      Picture b = it.pictures("in.b").get(i);
      double position = variant.position(i, choices.size());
      Picture plain = new TwoWayBlend(variant, false).blend(a, b, choices.get(i), position);
      assertThat(plain)
          .as("%s.%s %d", it.name(), out, i)
          .isEqualTo(it.pictures(out + ".blend").get(i));
      Picture poisson = new TwoWayBlend(variant, true).blend(a, b, choices.get(i), position);
      Picture expected = it.pictures(out + ".poisson").get(i);
      assertThat(furthest(expected, poisson))
          .as("levels of Lab, %s.%s %d with Poisson", it.name(), out, i)
          .isLessThanOrEqualTo(LEVELS);
    }
  }

  private static double furthest(Picture expected, Picture found) {
    double[][] first = LabPlanes.of(expected).values();
    double[][] second = LabPlanes.of(found).values();
    double furthest = 0;
    for (int channel = 0; channel < first.length; channel++) {
      for (int i = 0; i < first[channel].length; i++) {
        furthest = Math.max(furthest, Math.abs(first[channel][i] - second[channel][i]));
      }
    }
    return furthest;
  }
}

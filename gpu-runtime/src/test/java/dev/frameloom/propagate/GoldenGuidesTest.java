package dev.frameloom.propagate;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.NearestWarp;
import dev.frameloom.flow.Visibility;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guides against OpenCV 4.13.0 in Python, and warps against grid_sample of torch 2.7.1. They are
 * equal: all is in 8 bits, no flow of the golden data ends half way between two pixels, and OpenCV
 * is the same on both sides.
 */
class GoldenGuidesTest {

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("propagate"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void guides_are_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder)) {
      check(new GoldenPictures(golden, "even", 24, 32));
      check(new GoldenPictures(golden, "odd", 37, 29));
    }
  }

  private static void check(GoldenPictures it) {
    FlowField flow = it.flow("in.flow");
    BitSet visible = it.mask("in.occluded");
    visible.flip(0, it.width() * it.height());
    it.assertEqual("out.edges", InterpolationGuides.edges(it.picture("in.a")), 0);
    it.assertEqual("out.positions", InterpolationGuides.positions(it.width(), it.height()), 0);
    it.assertEqual("out.warped", NearestWarp.of(it.picture("in.a"), flow), 0);
    it.assertEqual(
        "out.painted",
        Hidden.PAINTED
            .carrier(flow, new Visibility(it.width(), it.height(), visible))
            .carry(it.picture("in.a")),
        0);
  }
}

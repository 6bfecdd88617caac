package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.frameloom.flow.network.ChannelOrder;
import dev.frameloom.flow.network.FlowOptions;
import dev.frameloom.flow.network.PictureScale;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.UndecodableImageException;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of optical flow against their authors' code (GMFlow at b512343, RAFT at 2888e15) and
 * torchvision 0.22.1, all on PyTorch 2.7.1, at their full size, from a folder with the names of the
 * public checkpoints. The bound is a thousandth of a pixel; flows are up to 60 pixels long. Found
 * are 2e-4 for GMFlow, 2e-5 for the large RAFT, 1.4e-4 for the small one; another order of memory
 * alone moves the references' own flow by about half of that.
 */
class GoldenFlowTest {

  private static final double TOLERANCE = 1e-3;

  @TempDir Path folder;

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> GoldenTensors.area(set, "flow"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void gmflow_equals_its_authors_both_ways_at_any_size(Path set) throws IOException {
    HashedWeights.write(set.resolve("gmflow.json"), "gmflow", "", folder);
    try (OpticalFlow flow = FlowNetworks.open(folder, "cpu");
        GoldenTensors golden = GoldenTensors.open(set.resolve("gmflow.safetensors"))) {
      for (String name : new String[] {"even", "odd"}) {
        FlowPair pair = flow.pair(picture(set, name, 0), picture(set, name, 1));
        float[] expected = golden.values("out." + name);
        assertNear(name + " forward", expected, 0, pair.forward());
        assertNear(name + " backward", expected, expected.length / 2, pair.backward());
        FlowField alone = flow.between(picture(set, name, 0), picture(set, name, 1));
        assertNear(name + " forward alone", expected, 0, alone);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void gmflow_sees_pictures_as_wave_and_rerender_show_them(Path set) throws IOException {
    HashedWeights.write(set.resolve("gmflow.json"), "gmflow", "module.", folder);
    FlowOptions options = FlowOptions.STANDARD;
    check(set, "gmflow", "even.bgr", options.withOrder(ChannelOrder.BGR));
    check(set, "gmflow", "even.signed", options.withScale(PictureScale.SIGNED));
  }

  static Stream<Arguments> rafts() {
    return sets().flatMap(set -> Stream.of("large", "small").map(size -> arguments(set, size)));
  }

  @ParameterizedTest
  @MethodSource("rafts")
  void raft_equals_its_authors_in_twenty_steps_at_any_size(Path set, String size)
      throws IOException {
    String name = "raft_" + size;
    HashedWeights.write(set.resolve(name + ".json"), name, "", folder);
    check(set, name, "even", FlowOptions.STANDARD);
    check(set, name, "odd", FlowOptions.STANDARD);
    check(set, name, "odd", FlowOptions.STANDARD.withCorrelationBytes(0));
  }

  @ParameterizedTest
  @MethodSource("rafts")
  void raft_by_torchvisions_names_equals_torchvision_in_twelve_steps(Path set, String size)
      throws IOException {
    String layout = "raft_" + size + ".torchvision";
    HashedWeights.write(set.resolve(layout + ".json"), "raft_" + size, "", folder);
    check(set, layout, "even.12", FlowOptions.STANDARD.withIterations(12));
  }

  /** Compares the flow between the two pictures that a name begins with. */
  private void check(Path set, String file, String name, FlowOptions options) {
    String pictures = name.split("\\.", 0)[0];
    try (OpticalFlow flow = FlowNetworks.open(folder, "cpu", options);
        GoldenTensors golden = GoldenTensors.open(set.resolve(file + ".safetensors"))) {
      FlowField found = flow.between(picture(set, pictures, 0), picture(set, pictures, 1));
      assertNear(name, golden.values("out." + name), 0, found);
    }
  }

  static Picture picture(Path set, String name, int number) {
    try {
      return PictureCodec.decode(Files.readAllBytes(set.resolve(name + "." + number + ".png")));
    } catch (IOException | UndecodableImageException e) {
      throw new IllegalStateException("a golden picture can't be read", e);
    }
  }

  /** Every third row and column, (2, H/3, W/3), from a place in the golden tensor on. */
  private static void assertNear(String what, float[] expected, int from, FlowField found) {
    int columns = (found.width() + 2) / 3;
    int rows = (found.height() + 2) / 3;
    assertThat(expected.length % (2 * rows * columns)).as("size of " + what).isZero();
    double worst = 0;
    for (int i = 0; i < rows * columns; i++) {
      int x = i % columns * 3;
      int y = i / columns * 3;
      worst = Math.max(worst, Math.abs(expected[from + i] - found.dx(x, y)));
      int below = from + rows * columns + i;
      worst = Math.max(worst, Math.abs(expected[below] - found.dy(x, y)));
    }
    assertThat(worst).as("largest error of " + what + " in pixels").isLessThan(TOLERANCE);
  }
}

package dev.frameloom.lpips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both networks with random weights against lpips 0.1.4 on torchvision 0.22.1 and PyTorch 2.7.1.
 *
 * <p>Tolerance: the same convolutions, but of two pictures at once; sums of squares over up to 4608
 * inputs each, thirteen times in a row.
 */
class GoldenLpipsTest {

  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("lpips"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void distances_by_AlexNet_are_the_references(Path set) throws IOException {
    check(set, Network.ALEX, "alex", 52, 31);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void distances_by_VGG_are_the_references(Path set) throws IOException {
    check(set, Network.VGG, "vgg", 37, 16);
  }

  private void check(Path set, Network network, String name, int width, int height)
      throws IOException {
    try (GoldenTensors golden = GoldenTensors.in(set)) {
      DrawnWeights.write(network, (long) golden.values("seed")[0], folder);
      try (Lpips lpips = Lpips.open(folder, "cpu")) {
        for (String pair : List.of("grain", "other", "extremes", "equal")) {
          Picture a = picture(golden, name + "." + pair + ".a", width, height);
          Picture b = picture(golden, name + "." + pair + ".b", width, height);
          double expected = golden.values("out." + name + "." + pair)[0];
          assertThat(lpips.between(a, b))
              .as(pair)
              .isCloseTo(expected, within(TOLERANCE * Math.max(expected, 0.1)));
          assertThat(lpips.between(a, b)).as("%s, again", pair).isEqualTo(lpips.between(a, b));
        }
      }
    }
  }

  @Test
  void edges_have_defined_results() throws IOException {
    DrawnWeights.write(Network.ALEX, 3, folder);
    try (Lpips lpips = Lpips.open(folder, "cpu")) {
      Picture black = TestPictures.plain(40, 31, 0, 0, 0);
      Picture white = TestPictures.plain(40, 31, 255, 255, 255);
      assertThat(lpips.between(black, black)).isZero();
      assertThat(lpips.between(black, white)).isPositive().isFinite();
      FrameMeter meter = lpips.meter();
      assertThat(meter.mean()).isEmpty();
      meter.add(black, black);
      meter.add(black, white);
      assertThat(meter.mean()).hasValue(lpips.between(black, white) / 2);
      assertThatThrownBy(() -> lpips.between(black, TestPictures.plain(31, 40, 0, 0, 0)))
          .hasMessageContaining("expected one size");
      Picture small = TestPictures.plain(40, 30, 0, 0, 0);
      assertThatThrownBy(() -> lpips.between(small, small))
          .hasMessage("lpips_alex: expected pictures of at least 31x31, found 40x30");
    }
    assertThat(Network.VGG.leastSide()).isEqualTo(16);
  }

  @Test
  void other_folders_are_refused() throws IOException {
    DrawnWeights.write(Network.ALEX, 3, folder);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"lpips_vgg\"}");
    assertThatThrownBy(() -> Lpips.open(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("features.0.weight");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"lpips_squeeze\"}");
    assertThatThrownBy(() -> Lpips.open(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("expected lpips_alex or lpips_vgg, found lpips_squeeze");
  }

  private static Picture picture(GoldenTensors golden, String name, int width, int height) {
    float[] levels = golden.values("in." + name);
    byte[] rgb = new byte[levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) levels[i];
    }
    return new Picture(width, height, rgb);
  }
}

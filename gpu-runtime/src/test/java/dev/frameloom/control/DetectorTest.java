package dev.frameloom.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Edges against OpenCV for Python and a plain PyTorch network; depth maps. */
class DetectorTest {

  static Stream<Path> sets() {
    return GoldenTensors.sets();
  }

  /** OpenCV 4.13.0 on both sides: bit for bit, since Canny works in whole numbers. */
  @ParameterizedTest
  @MethodSource("sets")
  void canny_equals_opencvs(Path set) {
    try (GoldenTensors golden = golden(set)) {
      Picture picture = picture(golden, "in.picture", 96, 64);
      assertThat(CannyDetector.STANDARD).isEqualTo(new CannyDetector(100, 200));
      for (int low : new int[] {30, 100}) {
        GreyMap edges = new CannyDetector(low, 2.0 * low).edges(picture);
        float[] expected = golden.values("out.canny." + low + "." + 2 * low);
        assertThat(levels(edges)).isEqualTo(expected);
        assertThat(expected).contains(0f, 255f);
      }
    }
  }

  /**
   * PyTorch 2.7.1 and OpenCV 4.13.0's resize. Levels are cut, not rounded: a rounding error moves
   * one that is nearly whole by one.
   */
  @ParameterizedTest
  @MethodSource("sets")
  void hed_equals_a_plain_network(Path set) {
    try (GoldenTensors golden = golden(set);
        NDManager scope = ComputeDevice.CPU.newScope();
        HedDetector detector =
            HedDetector.load(set.resolve("control").resolve("hed.safetensors"), scope)) {
      check(golden.values("out.hed"), detector.edges(picture(golden, "in.picture", 96, 64)));
      check(golden.values("out.hed.odd"), detector.edges(picture(golden, "in.odd", 77, 51)));
      Picture small = new Picture(15, 20, new byte[15 * 20 * 3]);
      assertThatThrownBy(() -> detector.edges(small)).hasMessageContaining("at least 16 pixels");
    }
  }

  private static void check(float[] expected, GreyMap edges) {
    float[] found = levels(edges);
    assertThat(found).hasSameSizeAs(expected);
    int moved = 0;
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - expected[i])).as("pixel %d", i).isLessThanOrEqualTo(1);
      moved += found[i] == expected[i] ? 0 : 1;
    }
    assertThat(moved).as("levels moved by one").isLessThanOrEqualTo(expected.length / 200);
  }

  @Test
  void hed_weights_of_another_network_are_refused() {
    Path other = GoldenTensors.folder().resolve("control").resolve("sd1.safetensors");
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      assertThatThrownBy(() -> HedDetector.load(other, scope))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("missing tensor norm, expected of shape [1, 3, 1, 1]");
    }
  }

  @Test
  void control_images_have_three_channels_from_0_to_1() {
    GreyMap map = new GreyMap(2, 1, new byte[] {0, (byte) 255});
    Picture picture = new Picture(1, 1, new byte[] {0, 51, (byte) 255});
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray image = ControlImages.of(scope, map);
      assertThat(image.getShape()).isEqualTo(new Shape(1, 3, 1, 2));
      assertThat(image.toFloatArray()).containsExactly(0, 1, 0, 1, 0, 1);
      assertThat(ControlImages.of(scope, picture).toFloatArray()).containsExactly(0, 0.2f, 1);
    }
  }

  @Test
  void depth_is_normalised_by_its_own_range_or_by_one_given() {
    DepthMap inverse = new DepthMap(4, 1, new float[] {10, 20, 30, 12});
    DepthMap metres = new DepthMap(4, 1, new float[] {1, 3, 5, 9});
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      assertThat(inverse.control(scope).get(":, 0").toFloatArray())
          .containsExactly(0, 0.5f, 1, 0.1f);
      assertThat(metres.control(scope, 1, 5).get(":, 2").toFloatArray())
          .containsExactly(1, 0.5f, 0, 0);
      DepthMap flat = new DepthMap(2, 1, new float[] {7, 7});
      assertThat(flat.control(scope).toFloatArray()).containsOnly(0);
      assertThatThrownBy(() -> metres.control(scope, 2, 2)).hasMessageContaining("near 2.0");
      assertThatThrownBy(() -> new DepthMap(1, 1, new float[] {Float.NaN}))
          .hasMessageContaining("finite values, found NaN");
    }
  }

  @Test
  void depth_pictures_of_8_and_16_bits_are_decoded() throws IOException {
    BufferedImage wide = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setSample(2, 1, 0, 40_000);
    wide.getRaster().setSample(0, 0, 0, 7);
    DepthMap sixteen = DepthMap.decode(png(wide));
    assertThat(sixteen.width()).isEqualTo(3);
    assertThat(sixteen.values()).containsExactly(7, 0, 0, 0, 0, 40_000);
    BufferedImage narrow = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    narrow.getRaster().setSample(1, 0, 0, 200);
    assertThat(DepthMap.decode(png(narrow)).values()).containsExactly(0, 200);
    assertThatThrownBy(() -> DepthMap.decode(new byte[] {1, 2, 3}))
        .hasMessageContaining("expected a depth picture");
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static GoldenTensors golden(Path set) {
    return GoldenTensors.open(set.resolve("control").resolve("detectors.safetensors"));
  }

  private static Picture picture(GoldenTensors golden, String name, int width, int height) {
    float[] values = golden.values(name); // (H, W, 3)
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) values[i];
    }
    return new Picture(width, height, rgb);
  }

  private static float[] levels(GreyMap map) {
    float[] levels = new float[map.levels().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = map.levels()[i] & 0xff;
    }
    return levels;
  }
}

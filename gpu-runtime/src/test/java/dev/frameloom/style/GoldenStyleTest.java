package dev.frameloom.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.image.Raster;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The filters against their originals in miniature/recipe/styles.py: OpenCV 4.13.0 on both sides,
 * NumPy 2.2.6.
 *
 * <p>Tolerance: a few roundings of 6e-8 in another order, multiplied by at most 13 to 20 where a
 * style has flanks (the levels of pop art and cartoon, the ramp of ink). No filter has a hard
 * threshold, but for the oil's choice of the calmest of four boxes: where two are equally calm but
 * for rounding, either may be taken, and the pixel is another. That takes a difference under 1e-7
 * between variances of 1e-5 to 1e-2, so that a pixel in a thousand would be many; one is let pass.
 */
class GoldenStyleTest {

  private static final double TOLERANCE = 2e-5;
  private static final int FLIPPED_PIXELS = 1;

  static Stream<Path> sets() {
    return GoldenTensors.sets().map(set -> set.resolve("styles"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void every_style_is_the_originals(Path folder) {
    try (GoldenTensors golden = GoldenTensors.open(folder.resolve("golden.safetensors"))) {
      check(golden, "even", 48, 32);
      check(golden, "odd", 37, 29);
    }
  }

  private static void check(GoldenTensors golden, String name, int width, int height) {
    Raster photo = new Raster(width, height, 3, golden.values("in." + name));
    for (Style style : Style.values()) {
      float[] expected = golden.values("out." + name + "." + style.label());
      float[] found = style.filter(photo).values();
      assertThat(found).hasSameSizeAs(expected);
      int different = 0;
      for (int pixel = 0; pixel < width * height; pixel++) {
        different += differs(expected, found, 3 * pixel) ? 1 : 0;
      }
      assertThat(different)
          .as("pixels of %s, picture %s", style, name)
          .isLessThanOrEqualTo(style == Style.OIL ? FLIPPED_PIXELS : 0);
    }
  }

  private static boolean differs(float[] expected, float[] found, int from) {
    for (int i = from; i < from + 3; i++) {
      if (!(Math.abs(expected[i] - found[i]) <= TOLERANCE)) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource("sets")
  void styles_and_their_prompts_are_those_of_the_recipe(Path folder) throws IOException {
    JsonNode prompts = new ObjectMapper().readTree(folder.resolve("prompts.json").toFile());
    List<String> expected = new ArrayList<>();
    prompts.forEach(it -> expected.add(it.get(0).asText() + ": " + it.get(1).asText()));
    assertThat(Style.values())
        .extracting(style -> style.label() + ": " + style.prompt())
        .containsExactlyElementsOf(expected);
  }
}

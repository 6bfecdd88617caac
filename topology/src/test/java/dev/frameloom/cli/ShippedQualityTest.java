package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What the shipped model is worth, so that a change to it, or to whatever it runs on, can't make it
 * worse unseen. Fewer frames, styles and steps than `models evaluate` takes by itself: the figures
 * are those of this test, and the bounds leave room for other processors' rounding only.
 */
@EnabledIf("isShipped")
class ShippedQualityTest {

  private static final Path MODEL = Path.of("..", "gpu-runtime", "miniature", "model");
  private static final Path CLIP = Path.of("..", "samples", "rolling-wheel.mp4");

  static boolean isShipped() {
    return Files.exists(MODEL.resolve("model_index.json"));
  }

  @Test
  void a_frame_of_the_sample_survives_and_is_restyled_as_asked() {
    JsonNode found =
        CliRun.of(
                "models",
                "evaluate",
                MODEL.toString(),
                "--clips=" + CLIP,
                "--sizes=128",
                "--frames=2",
                "--steps=20",
                "--styles=pencil sketch,ink,sepia,night,neon,autumn",
                "--json")
            .json();

    assertThat(found.path("trained").asBoolean()).isTrue();
    assertThat(found.path("vaePsnr").asDouble()).as(found.toString()).isGreaterThan(25);
    assertThat(found.path("vaeMeanShift").asDouble()).as(found.toString()).isLessThan(2);
    assertThat(found.path("inversionPsnr").asDouble())
        .as(found.toString())
        .isGreaterThan(found.path("vaePsnr").asDouble() - 3);
    assertThat(found.path("adherence").asDouble())
        .as(found.toString())
        .isGreaterThanOrEqualTo(0.8)
        .isGreaterThan(found.path("adherenceUnguided").asDouble());
    assertThat(found.path("edgeCorrelation").asDouble()).as(found.toString()).isGreaterThan(0.5);
  }
}

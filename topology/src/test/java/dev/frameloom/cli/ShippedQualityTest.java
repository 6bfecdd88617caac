package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What the shipped model is worth, so that a change to it, or to whatever it runs on, can't make it
 * much worse unseen. Fewer frames, styles and steps than `models evaluate` takes by itself, from a
 * strength of 0.6: the bounds are the aims, but for the inversion, which misses its aim.
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
                "--strength=0.6",
                "--styles=pencil sketch,ink,sepia,night,neon,autumn",
                "--json")
            .json();

    assertThat(found.path("trained").asBoolean()).isTrue();
    above(found, "vaePsnr", 25);
    assertThat(found.path("vaeMeanShift").asDouble()).as(found.toString()).isLessThan(2);
    above(found, "inversionPsnr", 17); // the aim, 3 dB below the autoencoder, is missed
    above(found, "adherence", 0.8); // 10 of 12; by chance it would be 1
    above(found, "edgeCorrelation", 0.5);
    assertThat(found.path("adherence").asDouble())
        .as(found.toString())
        .isGreaterThan(found.path("adherenceUnguided").asDouble());
  }

  private static void above(JsonNode found, String key, double bound) {
    assertThat(found.path(key).asDouble()).as(key + " of " + found).isGreaterThan(bound);
  }
}

package dev.frameloom.pipeline;

import ai.djl.ndarray.NDArray;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenFolders;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of the reference's pipeline.
 *
 * @param set folder of the golden set
 * @param name of the case, whose folder is laid over the base's
 * @param base folder of the model
 * @param request all but the noise
 */
record PipelineCase(Path set, String name, String base, ImageRequest request) {

  private static final int WIDTH = 128;
  private static final int HEIGHT = 64;

  static Stream<PipelineCase> all() {
    return GoldenTensors.sets()
        .flatMap(
            set ->
                Stream.of(
                    fromNoise(set, "sd1", "sd1", 20, 3),
                    fromNoise(set, "sd2", "sd2", 20, 3),
                    fromPicture(set, "sd1-picture", "sd1", 20, 3, 0.6),
                    fromPicture(set, "sd2-picture", "sd2", 20, 3, 0.75),
                    fromNoise(set, "euler", "sd1", 20, 3),
                    fromNoise(set, "turbo-1", "sd2", 1, 0),
                    fromNoise(set, "turbo-4", "sd2", 4, 0),
                    fromPicture(set, "turbo-picture", "sd2", 4, 0, 0.5),
                    fromPicture(set, "euler-karras-picture", "sd2", 12, 3, 0.6),
                    fromNoise(set, "ancestral", "sd1", 10, 3),
                    fromPicture(set, "ancestral-picture", "sd1", 12, 3, 0.6),
                    fromNoise(set, "solver-karras", "sd1", 20, 3),
                    fromPicture(set, "solver-picture", "sd2", 20, 3, 0.6),
                    fromNoise(set, "old", "sd1", 10, 3),
                    fromPicture(set, "old-picture", "sd1", 10, 3, 0.6),
                    fromNoise(set, "lcm", "sd1", 4, 1.5),
                    fromPicture(set, "lcm-picture", "sd1", 4, 1, 0.5),
                    fromNoise(set, "lcm-conditioned", "sd1", 4, 8)));
  }

  private static PipelineCase fromNoise(
      Path set, String name, String base, int steps, double guidance) {
    return new PipelineCase(set, name, base, request(steps, guidance).sized(WIDTH, HEIGHT));
  }

  private static PipelineCase fromPicture(
      Path set, String name, String base, int steps, double guidance, double strength) {
    ImageRequest request = request(steps, guidance);
    try (GoldenTensors golden = golden(set, name)) {
      return new PipelineCase(set, name, base, request.from(picture(golden), strength));
    }
  }

  static ImageRequest request(int steps, double guidance) {
    return ImageRequest.of("a photo of a cat")
        .without("pencil sketch")
        .withSteps(steps)
        .withGuidance(guidance);
  }

  static Picture picture(GoldenTensors golden) {
    float[] levels = golden.values("in.levels");
    byte[] rgb = new byte[levels.length];
    int pixels = WIDTH * HEIGHT;
    for (int i = 0; i < rgb.length; i++) {
      // (3, H, W) -> (H, W, 3)
      rgb[i % pixels * 3 + i / pixels] = (byte) (int) levels[i];
    }
    return new Picture(WIDTH, HEIGHT, rgb);
  }

  static GoldenTensors golden(Path set, String name) {
    return GoldenTensors.in(set.resolve("pipelines").resolve(name));
  }

  GoldenTensors golden() {
    return golden(set, name);
  }

  /** The noises that the reference drew. */
  static NoiseSource noise(GoldenTensors golden) {
    return (scope, purpose, step, shape) -> {
      String drawn = "in." + purpose.id() + (purpose == NoiseSource.Purpose.STEP ? "." + step : "");
      NDArray noise = golden.array(scope, drawn);
      return noise;
    };
  }

  /** The model's folder: the base with what the case has of its own laid over it. */
  Path model(Path temporary) {
    Path folder = temporary.resolve(name);
    for (Path from : List.of(set.resolve(base), set.resolve("pipelines").resolve(name))) {
      GoldenFolders.layOver(from, folder);
    }
    return folder;
  }

  @Override
  public String toString() {
    return name + " of " + set;
  }
}

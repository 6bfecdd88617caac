package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Noise;
import dev.frameloom.engine.Precision;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrainedModelTest {

  private static final int SIZE = 128;

  @TempDir static Path folder;
  private static DiffusionModel model;

  @BeforeAll
  static void load() throws IOException {
    UntrainedModel.write(folder.resolve("model"), 1);
    model = DiffusionModel.load(folder.resolve("model"), "cpu");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void equal_seeds_give_equal_files_and_others_do_not() throws IOException {
    Path again = folder.resolve("again");
    UntrainedModel.write(again, 1);
    for (Path file : files(folder.resolve("model"))) {
      Path twin = again.resolve(folder.resolve("model").relativize(file));
      assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
    }
    assertThat(files(again)).hasSameSizeAs(files(folder.resolve("model")));
    Path other = folder.resolve("other");
    UntrainedModel.write(other, 2);
    assertThat(ModelInspection.inspect(other).description().revision())
        .isNotEqualTo(model.description().revision());
  }

  @Test
  void it_says_that_it_is_untrained() {
    assertThat(model.description().trained()).isFalse();
    assertThat(model.description().name()).isEqualTo("model");
    assertThat(model.description().revision()).matches("[0-9a-f]{64}");
    assertThat(model.latentFactor()).isEqualTo(8);
    assertThat(model.sizeMultiple()).isEqualTo(32);
  }

  @Test
  void a_folder_that_is_not_empty_is_left_alone() {
    assertThatThrownBy(() -> UntrainedModel.write(folder.resolve("model"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void a_picture_survives_encoding_and_decoding() {
    try (NDManager scope = model.newScope()) {
      float[] picture = picture();
      NDArray image = scope.create(picture, new Shape(1, 3, SIZE, SIZE));
      NDArray latents = model.encodeImages(scope, image);
      double power = latents.square().mean().getFloat();
      assertThat(power).isBetween(0.3, 3.0);
      float[] decoded = model.decodeLatents(scope, latents).toFloatArray();
      assertThat(psnr(picture, decoded))
          .isGreaterThan(psnr(picture, new float[picture.length]) + 6);
    }
  }

  @Test
  void the_prompt_changes_the_edit_and_the_picture_is_still_seen() {
    float[] picture = picture();
    float[] sketch = edit(picture, "a pencil sketch");
    float[] painting = edit(picture, "an oil painting of fire by van gogh");
    assertThat(difference(sketch, painting)).isGreaterThan(0.005);
    float[] grey = new float[picture.length];
    assertThat(psnr(picture, sketch)).isGreaterThan(psnr(picture, grey) + 2);
  }

  @Test
  void repeated_predictions_give_equal_bytes_and_leave_nothing_behind() {
    try (NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("a cat", "a dog"));
      NDArray x = Noise.normal(scope, 3, "x", 0, 2, 4, 16, 16);
      Set<String> results = new HashSet<>();
      List<Integer> live = new ArrayList<>();
      long rows = model.predictedRows();
      for (int i = 0; i < 4; i++) {
        NDArray found = model.predict(scope, UNetInput.of(x, 500, text), UNetHooks.NONE);
        assertThat(found.getManager()).isSameAs(scope);
        results.add(Arrays.toString(found.toFloatArray()));
        found.close();
        live.add(
            scope.getParentManager().getManagedArrays().size() + scope.getManagedArrays().size());
      }
      assertThat(results).hasSize(1);
      assertThat(new HashSet<>(live)).as("live arrays after each call").hasSize(1);
      assertThat(model.predictedRows() - rows).isEqualTo(4 * 2);
    }
  }

  @Test
  void shapes_that_do_not_fit_are_named() {
    try (NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("a cat"));
      NDArray grey = Noise.normal(scope, 3, "x", 0, 1, 3, 16, 16);
      assertThatThrownBy(() -> model.predict(scope, UNetInput.of(grey, 1, text), UNetHooks.NONE))
          .hasMessageContaining("latents: expected shape (-1, 4, -1, -1)")
          .hasMessageContaining("(1, 3, 16, 16)");
      NDArray x = Noise.normal(scope, 3, "x", 0, 2, 4, 16, 16);
      assertThatThrownBy(() -> model.predict(scope, UNetInput.of(x, 1, text), UNetHooks.NONE))
          .hasMessageContaining("text: expected shape (2, -1,");
    }
  }

  @Test
  void inspection_counts_parameters_without_loading() {
    ModelInspection inspection = ModelInspection.inspect(folder.resolve("model"));
    assertThat(inspection.description()).isEqualTo(model.description());
    assertThat(inspection.parts()).hasSize(3);
    assertThat(inspection.parameters()).isBetween(1_000_000L, 6_000_000L);
    assertThat(inspection.footprint(Precision.FP32)).isEqualTo(model.footprint());
  }

  private static float[] edit(float[] picture, String prompt) {
    try (NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of(prompt));
      NDArray latents =
          model.encodeImages(scope, scope.create(picture, new Shape(1, 3, SIZE, SIZE)));
      Sampler sampler = model.sampler(10).from(0.4);
      NDArray noise = Noise.normal(scope, 5, "start", 0, latents.getShape().getShape());
      NDArray x = sampler.addNoise(scope, latents, noise, 0);
      for (int i = 0; i < sampler.steps(); i++) {
        NDArray output =
            model.predict(scope, UNetInput.of(x, sampler.timestep(i), text), UNetHooks.NONE);
        x = sampler.step(scope, x, output, i, () -> noise);
      }
      return model.decodeLatents(scope, x).toFloatArray();
    }
  }

  /** A red disc and a blue bar on a green slope, all a little muted, (3, H, W) in [−1, 1]. */
  private static float[] picture() {
    float[] values = new float[3 * SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean disc = Math.hypot(x - 45.0, y - 50.0) < 30;
        boolean bar = x > 90 && x < 110;
        float[] colour = {-0.6f, y / (float) SIZE, -0.4f};
        if (disc) {
          colour = new float[] {0.9f, -0.7f, -0.5f};
        } else if (bar) {
          colour = new float[] {-0.8f, -0.6f, 0.8f};
        }
        for (int c = 0; c < 3; c++) {
          values[(c * SIZE + y) * SIZE + x] = 0.6f * colour[c];
        }
      }
    }
    return values;
  }

  private static double psnr(float[] expected, float[] found) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = expected[i] - (double) Math.max(-1, Math.min(1, found[i]));
      sum += error * error;
    }
    return 10 * Math.log10(4 / (sum / expected.length));
  }

  private static double difference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}

package dev.frameloom.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SingleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model computes the same to the last bit whatever LoRAs it had on before. */
class LoraSwitchTest {

  private static final Path SD1 = GoldenTensors.folder().resolve("sd1");

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu:bf16"})
  void what_was_on_before_leaves_no_trace(String device) {
    LoraScale kohya = lora("sd1", "kohya", 0.7);
    LoraScale peft = lora("sd1", "peft", -1.3);
    float[] plain = fresh(device, List.of());
    float[] one = fresh(device, List.of(kohya));
    assertThat(one).isNotEqualTo(plain);
    try (DiffusionModel model = DiffusionModel.load(SD1, device)) {
      model.adapt(List.of(kohya, peft));
      assertThat(computed(model)).isNotEqualTo(one);
      model.adapt(List.of(kohya));
      assertThat(computed(model)).isEqualTo(one);
      model.adapt(List.of(peft));
      model.adapt(List.of());
      assertThat(computed(model)).isEqualTo(plain);
    }
  }

  @Test
  void only_what_the_sets_before_or_after_change_is_written() {
    try (DiffusionModel model = DiffusionModel.load(SD1, "cpu")) {
      int few = model.adapt(List.of(lora("sd1", "bare", 1))).tensors();
      assertThat(few).isEqualTo(64); // four in each of sixteen transformers
      assertThat(model.adapt(List.of(lora("sd1", "bare", 1)))).isEqualTo(written(0, 0));
      assertThat(model.adapt(List.of(lora("sd1", "bare", 0.5))).tensors()).isEqualTo(few);
      assertThat(model.adapt(List.of(lora("sd1", "cp", 1))).tensors()).isGreaterThan(few);
      assertThat(model.adapt(List.of(lora("sd1", "cp", 0))).tensors()).isPositive();
      assertThat(model.adapt(List.of())).isEqualTo(written(0, 0));
    }
  }

  @Test
  void a_switch_that_fails_halfway_is_undone_by_the_next() {
    float[] plain = fresh("cpu", List.of());
    LoraScale beyond = lora("sd1", "kohya", 3.4e38);
    try (DiffusionModel model = DiffusionModel.load(SD1, "cpu")) {
      model.adapt(List.of(lora("sd1", "peft", 1)));
      assertThatThrownBy(() -> model.adapt(Collections.nCopies(9, beyond)))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("take smaller scales");
      model.adapt(List.of());
      assertThat(computed(model)).isEqualTo(plain);
    }
  }

  @Test
  void the_description_tells_sets_and_scales_apart() {
    try (DiffusionModel model = DiffusionModel.load(SD1, "cpu")) {
      String plain = model.description().revision();
      assertThat(model.description().name()).isEqualTo("sd1");
      model.adapt(List.of(lora("sd1", "bare", 0.5), lora("sd1", "older", 1)));
      String both = model.description().revision();
      assertThat(model.description().name()).isEqualTo("sd1+bare@0.5+older");
      model.adapt(List.of(lora("sd1", "bare", 0.6), lora("sd1", "older", 1)));
      assertThat(model.description().revision()).hasSize(64).isNotIn(plain, both);
      model.adapt(List.of());
      assertThat(model.description().revision()).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd1", "sd2"})
  void a_single_file_takes_loras_as_its_folder_does(String family) throws IOException {
    Path folder = GoldenTensors.folder().resolve(family);
    Path file = new SingleFile(folder).write(temporary.resolve("model.safetensors"));
    try (DiffusionModel model = DiffusionModel.load(folder, "cpu");
        DiffusionModel single = DiffusionModel.load(file, "cpu")) {
      model.adapt(List.of(lora(family, "ldm", 1)));
      single.adapt(List.of(lora(family, "ldm", 1)));
      assertThat(computed(single)).isEqualTo(computed(model));
    }
  }

  @Test
  void a_lora_of_another_model_is_refused_and_changes_nothing() {
    try (DiffusionModel model = DiffusionModel.load(SD1, "cpu")) {
      model.adapt(List.of(lora("sd1", "bare", 1)));
      float[] before = computed(model);
      assertThatThrownBy(
              () -> model.adapt(List.of(lora("sd1", "kohya", 1), lora("sd2", "older", 1))))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll(
              "older.safetensors", "does not fit", "expected a shape", "found");
      assertThat(computed(model)).isEqualTo(before);
      assertThat(model.description().name()).isEqualTo("sd1+bare");
    }
  }

  @Test
  void a_model_that_changed_on_disk_is_refused() throws IOException {
    Path copy = copy(SD1, temporary.resolve("copy"));
    try (DiffusionModel model = DiffusionModel.load(copy, "cpu")) {
      assertThat(model.changedOnDisk()).isFalse();
      Path weights = copy.resolve("unet/diffusion_pytorch_model.safetensors");
      Files.setLastModifiedTime(weights, FileTime.fromMillis(1000));
      assertThat(model.changedOnDisk()).isTrue();
      assertThatThrownBy(() -> model.adapt(List.of(lora("sd1", "bare", 1))))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll(weights.toString(), "changed", "Load the model again");
    }
  }

  @Test
  void a_lora_that_changed_on_disk_is_read_again() throws IOException {
    Path file = temporary.resolve("mine.safetensors");
    Files.copy(lora("sd1", "bare", 1).file(), file);
    try (DiffusionModel model = DiffusionModel.load(SD1, "cpu")) {
      model.adapt(List.of(new LoraScale(file, 1)));
      float[] before = computed(model);
      Files.delete(file);
      Files.copy(lora("sd1", "older", 1).file(), file);
      model.adapt(List.of(new LoraScale(file, 1)));
      assertThat(computed(model)).isNotEqualTo(before);
    }
  }

  private static LoraSwitch.Written written(int tensors, long bytes) {
    return new LoraSwitch.Written(tensors, bytes);
  }

  private static LoraScale lora(String family, String name, double scale) {
    Path file = GoldenTensors.folder().resolve("lora/" + family + "/" + name + ".safetensors");
    return new LoraScale(file, scale);
  }

  private static float[] fresh(String device, List<LoraScale> loras) {
    try (DiffusionModel model = DiffusionModel.load(SD1, device)) {
      model.adapt(loras);
      return computed(model);
    }
  }

  /** What the UNet predicts for the text encoder's embedding. */
  private static float[] computed(DiffusionModel model) {
    try (NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("a photo of a cat"));
      NDArray x = Noise.normal(scope, 1, "x", 0, 1, 4, 8, 8);
      return model.predict(scope, UNetInput.of(x, 501, text), UNetHooks.NONE).toFloatArray();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}

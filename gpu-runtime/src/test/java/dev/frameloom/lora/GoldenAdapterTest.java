package dev.frameloom.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.catalog.ByteProgress;
import dev.frameloom.catalog.Catalog;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ModelDetails;
import dev.frameloom.catalog.ModelImport;
import dev.frameloom.catalog.ModelKind;
import dev.frameloom.catalog.Verification;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters as PEFT 0.21.2 saves them: weights and {@code adapter_config.json} apart. */
class GoldenAdapterTest {

  private static final Path LORA = GoldenTensors.folder().resolve("lora");
  private static final Path PEFT = LORA.resolve("peft-adapter");
  private static final List<String> PROMPTS =
      List.of("a photo of a cat", "pencil sketch of the running woman");

  @TempDir private Path temporary;

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void folders_and_files_in_them_do_what_peft_makes_of_them(Path set) {
    Path adapters = set.resolve("lora/adapters");
    try (GoldenTensors inputs = GoldenTensors.in(set.resolve("sd1"));
        GoldenTensors golden = GoldenTensors.in(adapters);
        DiffusionModel model = DiffusionModel.load(set.resolve("sd1"), "cpu");
        NDManager scope = model.newScope()) {
      NDArray x = inputs.array(scope, "unet.in.x");
      for (String name : List.of("patterns", "rslora", "text")) {
        for (String file : List.of("", "adapter_model.safetensors")) {
          model.adapt(List.of(new LoraScale(adapters.resolve(name).resolve(file), 1)));
          NDArray text = model.encodeText(scope, PROMPTS);
          golden.assertClose(name + ".text", text, 2e-5);
          NDArray found = model.predict(scope, UNetInput.of(x, 501, text), UNetHooks.NONE);
          golden.assertClose(name + ".unet", found, 5e-5);
        }
      }
    }
  }

  @Test
  void an_adapter_equals_the_same_lora_with_its_alpha_inside_also_from_the_catalog()
      throws IOException {
    Path miniature = temporary.resolve("miniature");
    new MiniatureModel().write(miniature);
    Catalog catalog = new Catalog(temporary.resolve("models"));
    ModelImport models = new ModelImport(catalog, Clock.systemUTC(), ByteProgress.NONE);
    Path weights = PEFT.resolve("adapter_model.safetensors");
    CatalogEntry folder = models.add(List.of(PEFT), "folder", "", ModelImport.Mode.COPY);
    CatalogEntry file = models.add(List.of(weights), "file", "", ModelImport.Mode.COPY);
    CatalogEntry linked = models.add(List.of(weights), "linked", "", ModelImport.Mode.LINK);
    try (DiffusionModel model = DiffusionModel.load(miniature, "cpu")) {
      float[] expected = predicted(model, LORA.resolve("peft-adapter-as-kohya.safetensors"));
      for (CatalogEntry entry : List.of(folder, file, linked)) {
        assertThat(entry.kind()).isEqualTo(ModelKind.LORA);
        assertThat(entry.files())
            .containsOnlyKeys("adapter_config.json", "adapter_model.safetensors");
        assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
        Path place = catalog.path(entry);
        assertThat(predicted(model, place)).isEqualTo(expected);
        assertThat(model.description().name()).endsWith("+" + place.getFileName());
        assertThat(ModelDetails.of(catalog, place, ByteProgress.NONE).lora().orElseThrow())
            .satisfies(it -> assertThat(it.ratios()).containsExactly(0.5))
            .satisfies(it -> assertThat(it.revision()).isEqualTo(entry.revision()));
      }
      assertThat(predicted(model, weights)).isEqualTo(expected);
      // a configuration that changes is another LoRA
      Files.writeString(
          catalog.path(folder).resolve("adapter_config.json"), "{\"r\":4,\"lora_alpha\":16}");
      assertThat(predicted(model, catalog.path(folder))).isNotEqualTo(expected);
      assertThat(Verification.of(catalog, folder, ByteProgress.NONE).intact()).isFalse();
    }
  }

  private static float[] predicted(DiffusionModel model, Path lora) {
    model.adapt(List.of(new LoraScale(lora, 1)));
    try (NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("ink"));
      NDArray x = scope.ones(new Shape(1, model.latentChannels(), 8, 8));
      return model.predict(scope, UNetInput.of(x, 501, text), UNetHooks.NONE).toFloatArray();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use_dora|true|DoRA",
        "lora_bias|true|lora_bias",
        "bias|\"all\"|bias",
        "modules_to_save|[\"conv_in\"]|modules_to_save",
        "layer_replication|[[0,2]]|layer_replication",
        "target_parameters|[\"w\"]|target_parameters",
        "init_lora_weights|\"pissa_niter_4\"|init_lora_weights",
        "peft_type|\"LOHA\"|LOHA",
        "r|8|expected rank 8 as its configuration says, found 4",
        "alpha_pattern|{\"(\":1}|alpha_pattern",
        "alpha_pattern|{\"to_q\":\"x\"}|alpha_pattern",
      })
  void what_changes_the_result_and_is_not_built_is_refused_by_name(
      String setting, String value, String expected) throws IOException {
    Path folder = changed(setting, value);
    assertThatThrownBy(() -> LoraFile.open(folder))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fan_in_fan_out|true",
        "bias|\"none\"",
        "modules_to_save|null",
        "modules_to_save|[]",
        "init_lora_weights|\"gaussian\"",
        "lora_dropout|0.1",
        "something_new|{\"a\":1}",
      })
  void what_matters_in_training_alone_is_passed_over(String setting, String value)
      throws IOException {
    assertThat(LoraInspection.inspect(changed(setting, value)).ratios()).containsExactly(0.5);
  }

  @Test
  void what_lacks_its_alpha_has_that_of_peft() throws IOException {
    Path folder = changed("task_type", "null");
    Files.writeString(folder.resolve("adapter_config.json"), "{\"peft_type\":\"LORA\",\"r\":4}");
    assertThat(LoraInspection.inspect(folder).ratios()).containsExactly(2.0);
  }

  @Test
  void a_folder_without_an_adapter_is_refused_and_that_of_diffusers_is_taken() throws IOException {
    assertThatThrownBy(() -> LoraFile.open(temporary))
        .hasMessageContainingAll("no LoRA in the folder", "adapter_config.json");
    Files.copy(
        LORA.resolve("sd1/peft.safetensors"),
        temporary.resolve("pytorch_lora_weights.safetensors"));
    assertThat(LoraInspection.inspect(temporary).ratios())
        .isEqualTo(LoraInspection.inspect(LORA.resolve("sd1/peft.safetensors")).ratios());
    Path pickled = Files.createDirectory(temporary.resolve("pickled"));
    Files.writeString(pickled.resolve("adapter_config.json"), "{}");
    Files.createFile(pickled.resolve("adapter_model.bin"));
    assertThatThrownBy(() -> LoraFile.open(pickled))
        .hasMessageContainingAll("adapter_model.bin", "models import");
  }

  private Path changed(String setting, String value) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path folder = Files.createDirectory(temporary.resolve("adapter"));
    Files.copy(
        PEFT.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
    ObjectNode config =
        (ObjectNode) json.readTree(Files.readString(PEFT.resolve("adapter_config.json")));
    config.set(setting, json.readTree(value));
    Files.writeString(folder.resolve("adapter_config.json"), config.toString());
    return folder;
  }
}

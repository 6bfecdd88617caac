package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.UntrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = temporary.resolve("model");
    UntrainedModel.write(folder, 1);
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    for (String name :
        new String[] {
          "vae/diffusion_pytorch_model.safetensors",
          "unet/config.json",
          "tokenizer/merges.txt",
          "scheduler/scheduler_config.json",
          "model_index.json"
        }) {
      Path aside = temporary.resolve("aside");
      Files.move(folder.resolve(name), aside);
      assertThatThrownBy(() -> DiffusionModel.load(folder, "cpu"))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("missing file")
          .hasMessageContaining(name.substring(name.indexOf('/') + 1));
      Files.move(aside, folder.resolve(name));
    }
  }

  @Test
  void a_folder_of_another_pipeline_is_refused_by_its_name() throws IOException {
    Path index = folder.resolve("model_index.json");
    String text = Files.readString(index);
    Files.writeString(
        index, text.replace("\"StableDiffusionPipeline\"", "\"StableDiffusionXLPipeline\""));
    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("model_index.json", "_class_name", "StableDiffusionXLPipeline");
  }

  @Test
  void a_pickle_is_refused_with_the_reason() throws IOException {
    Path unet = folder.resolve("unet");
    Files.move(
        unet.resolve("diffusion_pytorch_model.safetensors"),
        unet.resolve("diffusion_pytorch_model.bin"));
    assertThatThrownBy(() -> DiffusionModel.load(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(
            "diffusion_pytorch_model.bin", "pickle", "models import " + folder);
    Path checkpoint = Files.createFile(temporary.resolve("sd.ckpt"));
    assertThatThrownBy(() -> DiffusionModel.load(checkpoint, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("pickle");
  }

  @Test
  void a_tensor_of_another_shape_is_named_with_both_shapes() throws IOException {
    Path config = folder.resolve("unet/config.json");
    String text = Files.readString(config);
    Files.writeString(
        config, text.replaceFirst("\"layers_per_block\" : 1", "\"layers_per_block\" : 2"));
    assertThatThrownBy(() -> DiffusionModel.load(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("diffusion_pytorch_model.safetensors", "down_blocks.0.resnets.1");
    Files.writeString(config, text.replace("[ 64, 96, 96 ]", "[ 64, 96, 192 ]"));
    assertThatThrownBy(() -> DiffusionModel.load(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("expected shape [192", "found [96");
  }

  @Test
  void an_architecture_that_is_not_built_is_refused_by_its_setting() throws IOException {
    Path config = folder.resolve("unet/config.json");
    String text = Files.readString(config);
    Files.writeString(
        config, text.replace("\"act_fn\" : \"silu\"", "\"addition_embed_type\" : \"text_time\""));
    assertThatThrownBy(() -> DiffusionModel.load(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("config.json", "addition_embed_type", "text_time");
  }

  @Test
  void the_revision_changes_with_any_file() throws IOException {
    ModelFolder model = ModelFolder.open(folder);
    String before = model.revision();
    assertThat(model.revision()).isEqualTo(before);
    Path merges = folder.resolve("tokenizer/merges.txt");
    Files.writeString(merges, Files.readString(merges) + "z z\n");
    assertThat(model.revision()).isNotEqualTo(before);
  }

  @Test
  void an_autoencoder_with_the_names_of_older_checkpoints_decodes_the_same() throws IOException {
    float[] expected = decoded();
    Path file = folder.resolve("vae/diffusion_pytorch_model.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      for (TensorEntry entry : stored.tensors().values()) {
        float[] values = new float[(int) entry.count()];
        stored.map(entry).asFloatBuffer().get(values);
        String name = entry.name();
        if (name.contains("attentions")) {
          name = name.replace("to_q", "query").replace("to_k", "key").replace("to_v", "value");
          name = name.replace("to_out.0", "proj_attn");
        }
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        writer.add(name, values, shape);
      }
    }
    writer.write(file);
    assertThat(decoded()).isEqualTo(expected);
  }

  private float[] decoded() {
    try (DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      NDArray latents = Noise.normal(scope, 1, "latents", 0, 1, 4, 8, 8);
      return model.decodeLatents(scope, latents).toFloatArray();
    }
  }

  @Test
  void no_folder_at_all_says_what_to_do() {
    assertThatThrownBy(() -> DiffusionModel.load(temporary.resolve("nowhere"), "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("models init");
  }
}

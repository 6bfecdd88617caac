package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.ModelInspection;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.vae.VaeConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Single files against the same models as folders, which the other tests hold to the reference. The
 * recipes by which the files are made were checked against the conversion of diffusers 0.35.2.
 */
class CheckpointFileTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_single_file_gives_the_bytes_that_the_folder_gives(Path family) throws IOException {
    Path file = new SingleFile(family).write(temporary.resolve("model.safetensors"));
    assertThat(results(file)).isEqualTo(results(family));
  }

  @ParameterizedTest
  @CsvSource({
    "sd1, cond_stage_model.transformer.text_model., cond_stage_model.transformer.",
    "sd1, cond_stage_model., conditioner.embedders.0.",
    "sd2, cond_stage_model., conditioner.embedders.0."
  })
  void so_do_those_that_call_the_text_encoder_otherwise(String family, String from, String to)
      throws IOException {
    Path folder = GoldenTensors.folder().resolve(family);
    Path file =
        new SingleFile(folder)
            .write(temporary.resolve("model.safetensors"), name -> name.replace(from, to));
    assertThat(results(file)).isEqualTo(results(folder));
  }

  private static List<ByteBuffer> results(Path path) {
    List<ByteBuffer> results = new ArrayList<>();
    try (DiffusionModel model = DiffusionModel.load(path, "cpu");
        NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("a photo of a cat"));
      results.add(text.toByteBuffer());
      NDArray latents = Noise.normal(scope, 1, "latents", 0, 1, 4, 8, 8);
      results.add(
          model.predict(scope, UNetInput.of(latents, 501, text), UNetHooks.NONE).toByteBuffer());
      NDArray picture = model.decodeLatents(scope, latents);
      results.add(picture.toByteBuffer());
      results.add(model.encodeImages(scope, picture).toByteBuffer());
    }
    return results;
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void its_configuration_is_that_of_the_folder(Path family) throws IOException {
    ModelFiles folder = ModelFiles.open(family);
    ModelFiles file =
        ModelFiles.open(new SingleFile(family).write(temporary.resolve("m.safetensors")));
    assertThat(UNetConfig.read(file.config("unet")))
        .isEqualTo(UNetConfig.read(folder.config("unet")));
    assertThat(VaeConfig.read(file.config("vae"))).isEqualTo(VaeConfig.read(folder.config("vae")));
    assertThat(TextEncoderConfig.read(file.config("text_encoder")))
        .isEqualTo(TextEncoderConfig.read(folder.config("text_encoder")));
    for (String part : List.of("unet", "vae", "text_encoder")) {
      assertThat(parameters(file, part)).as(part).isEqualTo(parameters(folder, part));
    }
    assertThat(file.schedulerConfig().text("prediction_type", ""))
        .isEqualTo(folder.schedulerConfig().text("prediction_type", "epsilon"));
    assertThat(file.assumptions().isEmpty()).isEqualTo(family.endsWith("sd2"));
  }

  private static long parameters(ModelFiles model, String part) {
    try (WeightFiles weights = model.weights(part)) {
      return weights.counts().values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Test
  void its_revision_is_the_hash_of_the_file_until_something_lies_beside_it() throws IOException {
    Path file = sd1().write(temporary.resolve("model.safetensors"));
    String beside = ModelFiles.open(file).revision();
    SingleFile.settings(file, sd1().settings().put("prediction_type", "v_prediction"));
    String changed = ModelFiles.open(file).revision();
    Files.delete(CheckpointFile.settings(file));
    String alone = ModelFiles.open(file).revision();
    assertThat(List.of(beside, changed, alone)).doesNotHaveDuplicates();
    assertThat(alone).isEqualTo(Revision.of(file)).hasSize(64);
    assertThat(ModelFiles.open(file).name()).isEqualTo("model");
  }

  @Test
  void what_is_said_beside_it_comes_before_a_guess() throws IOException {
    Path file = sd2().write(temporary.resolve("model.safetensors"));
    ObjectNode settings = sd2().settings();
    settings.remove("prediction_type");
    SingleFile.settings(file, settings);
    // random biases of spread 0.1
    assertThat(prediction(file)).isEqualTo("v_prediction");
    assertThat(ModelInspection.inspect(file).assumptions().toString())
        .contains("guessed", "model.safetensors.json", "{\"prediction_type\": \"epsilon\"}");
    Files.writeString(
        temporary.resolve("model.yaml"), "model:\n  parameterization: \"eps\" # noise\n");
    assertThat(prediction(file)).isEqualTo("epsilon");
    Files.writeString(temporary.resolve("model.yaml"), "    parameterization: v\n");
    assertThat(prediction(file)).isEqualTo("v_prediction");
    assertThat(ModelInspection.inspect(file).assumptions()).isEmpty();
    SingleFile.settings(file, settings.put("prediction_type", "epsilon"));
    assertThat(prediction(file)).isEqualTo("epsilon");
    SingleFile.settings(file, settings.put("timestep_spacing", "trailing"));
    assertThat(ModelFiles.open(file).schedulerConfig().text("timestep_spacing", ""))
        .isEqualTo("trailing");
  }

  private static String prediction(Path file) {
    return ModelFiles.open(file).schedulerConfig().text("prediction_type", "");
  }

  @Test
  void settings_that_mean_nothing_are_refused() throws IOException {
    Path file = sd1().write(temporary.resolve("model.safetensors"));
    SingleFile.settings(file, sd1().settings().put("prediction", "v"));
    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("model.safetensors.json", "prediction: \"v\"", "prediction_type");
    SingleFile.settings(file, sd1().settings().put("prediction_type", "sample"));
    assertThatThrownBy(() -> DiffusionModel.load(file, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("model.safetensors", "prediction_type", "sample");
  }

  @Test
  void what_no_shape_tells_is_asked_for_and_not_assumed() throws IOException {
    Path file = sd2().write(temporary.resolve("model.safetensors"));
    SingleFile.settings(file, sd2().settings().retain("tokenizer"));
    assertThatThrownBy(() -> DiffusionModel.load(file, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(
            "model.safetensors.json", "\"text_encoder\"", "num_attention_heads");
  }

  @Test
  void a_text_encoder_of_other_tokens_than_clips_needs_its_tokenizer() throws IOException {
    Path file = sd1().write(temporary.resolve("model.safetensors"));
    SingleFile.settings(file, sd1().settings().without("tokenizer"));
    assertThatThrownBy(() -> DiffusionModel.load(file, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("49408", "model.safetensors.json", "tokenizer");
  }

  @Test
  void a_missing_tensor_is_named_by_both_its_names() throws IOException {
    String lost = "model.diffusion_model.middle_block.0.in_layers.2.weight";
    Path file =
        sd1().write(temporary.resolve("m.safetensors"), name -> name.equals(lost) ? "" : name);
    assertThatThrownBy(() -> DiffusionModel.load(file, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("m.safetensors", "mid_block.resnets.0.conv1.weight", lost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight|Stable Diffusion 3",
        "double_blocks.0.img_attn.proj.weight|Flux",
        "conditioner.embedders.1.model.ln_final.weight|Stable Diffusion XL",
        "lora_unet_mid_block_attentions_0_proj_in.lora_down.weight|MODEL+LORA",
        "unet.mid_block.attentions.0.proj_in.lora_A.weight|MODEL+LORA",
        "control_model.time_embed.0.weight|ControlNet",
        "down_blocks.0.motion_modules.0.temporal_transformer.norm.bias|AnimateDiff",
        "diffusion_model.input_blocks.0.0.weight|a UNet alone",
        "down_blocks.0.resnets.0.conv1.weight|a UNet alone, with diffusers' names",
        "first_stage_model.encoder.conv_in.weight|an autoencoder alone",
        "text_model.embeddings.token_embedding.weight|a text encoder alone",
        "emb_params|a textual inversion",
        "something.else|no model"
      })
  void other_files_are_refused_by_what_they_are(String tensor, String what) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add(tensor, new float[1], 1);
    Path file = temporary.resolve("other.safetensors");
    writer.write(file);
    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("other.safetensors is ", what, "Stable Diffusion 1 or 2");
  }

  @ParameterizedTest
  @CsvSource({"first_stage_model., autoencoder", "cond_stage_model., text encoder"})
  void a_checkpoint_without_a_part_says_which(String prefix, String what) throws IOException {
    UnaryOperator<String> names = name -> name.startsWith(prefix) ? "" : name;
    Path file = sd1().write(temporary.resolve("pruned.safetensors"), names);
    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("without its " + what);
  }

  private static SingleFile sd1() throws IOException {
    return new SingleFile(GoldenTensors.folder().resolve("sd1"));
  }

  private static SingleFile sd2() throws IOException {
    return new SingleFile(GoldenTensors.folder().resolve("sd2"));
  }
}

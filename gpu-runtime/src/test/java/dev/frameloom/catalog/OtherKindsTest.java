package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.lora.LoraFile;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people have beside models and LoRAs has the same name wherever it is given. */
class OtherKindsTest {

  private static final String LAYER = "lora_unet_mid_block_attentions_0_proj_in";

  @TempDir private Path folder;

  private void add(Path file) {
    new ModelImport(new Catalog(folder.resolve("models")), Clock.systemUTC(), ByteProgress.NONE)
        .add(List.of(file), "thing", "", ModelImport.Mode.COPY);
  }

  private void namedEverywhere(Path file, String... words) {
    refused(() -> LoraFile.open(file), file, words);
    refused(() -> add(file), file, words);
    refused(
        () -> ModelDetails.of(new Catalog(folder.resolve("models")), file, ByteProgress.NONE),
        file,
        words);
  }

  private static void refused(ThrowingCallable call, Path file, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("not supported")
        .hasMessageContainingAll(words);
  }

  private Path file(String name, int... shape) throws IOException {
    int count = 1;
    long[] sizes = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      count *= shape[i];
      sizes[i] = shape[i];
    }
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add(name, new float[count], sizes);
    Path file = folder.resolve("thing.safetensors");
    writer.write(file);
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        LAYER + ".hada_w1_a|LoHa",
        LAYER + ".hada_t1|LoHa",
        "base_model.model.mid_block.attentions.0.proj_in.hada_w2_b|LoHa",
        LAYER + ".lokr_w1|LoKr",
        "lycoris_mid_block_attentions_0_proj_in.lokr_w2_a|LoKr",
        LAYER + ".dora_scale|DoRA",
        "unet.mid_block.attentions.0.proj_in.lora_magnitude_vector|DoRA",
        LAYER + ".oft_blocks|OFT",
        "base_model.model.mid_block.attentions.0.proj_in.boft_R|BOFT",
        LAYER + ".a1.weight|GLoRA",
        LAYER + ".on_input|IA3",
        "base_model.model.text_model.encoder.layers.0.mlp.fc1.ia3_l|IA3",
        LAYER + ".diff|LyCORIS full",
        LAYER + ".diff_b|LyCORIS full",
        LAYER + ".w_norm|norm weights",
        LAYER + ".lora_up.bias|biases",
        "lora_unet_double_blocks_0_img_attn_proj.lokr_w1|LoKr (Kronecker products) for Flux",
        "emb_params|textual inversion",
        "image_proj.proj.weight|IP-Adapter",
        "adapter.body.0.resnets.0.block1.weight|T2I-Adapter",
        "lora_controlnet|Control-LoRA",
        "down_blocks.0.motion_modules.0.temporal_transformer.norm.weight|AnimateDiff",
        "model.1.sub.0.RDB1.conv1.0.weight|upscaler",
        "body.0.rdb1.conv1.weight|upscaler",
      })
  void files_of_other_kinds_are_named(String tensor, String what) throws IOException {
    namedEverywhere(file(tensor, 2, 2), what, tensor);
  }

  @Test
  void a_boft_of_lycoris_has_one_size_more() throws IOException {
    namedEverywhere(file(LAYER + ".oft_blocks", 2, 2, 2, 2), "BOFT");
  }

  @ParameterizedTest
  @CsvSource({"<ink>, 768", "ink, 1024", "clip_g, 1280"})
  void vectors_for_a_token_are_named(String name, int size) throws IOException {
    namedEverywhere(file(name, 4, size), "textual inversion");
    namedEverywhere(file(name, size), "textual inversion");
  }

  @Test
  void vectors_for_both_text_encoders_are_stable_diffusion_xls() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("clip_l", new float[768], 1, 768);
    writer.add("clip_g", new float[1280], 1, 1280);
    Path file = folder.resolve("thing.safetensors");
    writer.write(file);
    namedEverywhere(file, "textual inversion", "Stable Diffusion XL");
  }

  @ParameterizedTest
  @CsvSource({
    "inversion.pt, textual inversion",
    "first-inversion.pt, textual inversion",
    "learned_embeds.bin, textual inversion",
    "hypernetwork.pt, hypernetwork",
  })
  void pickles_of_other_kinds_are_named(String name, String what) {
    namedEverywhere(GoldenTensors.folder().resolve("pickles/others").resolve(name), what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lora_te2_text_model_encoder_layers_0_mlp_fc1|lora_down|lora_up|Stable Diffusion XL",
        "lora_unet_double_blocks_0_img_attn_proj|lora_down|lora_up|Flux",
        "transformer.single_transformer_blocks.0.attn.to_q|lora_A|lora_B|Flux",
        "lora_unet_joint_blocks_0_x_block_attn_proj|lora_down|lora_up|Stable Diffusion 3",
        "diffusion_model.blocks.0.self_attn.q|lora_A|lora_B|Wan",
        "transformer.transformer_blocks.0.attn1.to_q|lora_A|lora_B|diffusion transformer",
        "unet.down_blocks.0.motion_modules.0.proj_in|lora_A|lora_B|AnimateDiff",
      })
  void loras_for_models_that_are_not_built_are_named(
      String layer, String down, String up, String what) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add(layer + "." + down + ".weight", new float[8], 2, 4);
    writer.add(layer + "." + up + ".weight", new float[8], 4, 2);
    Path file = folder.resolve("thing.safetensors");
    writer.write(file);
    if (!what.equals("AnimateDiff")) { // its motion modules have a name of their own
      refused(() -> add(file), file, "LoRA for ", what);
      assertThat(
              ModelDetails.of(new Catalog(folder.resolve("models")), file, ByteProgress.NONE)
                  .lora()
                  .orElseThrow()
                  .summary())
          .contains(what, "not supported");
    } else {
      namedEverywhere(file, what);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.diffusion_model.out.2.weight|a whole model",
        "zero_convs.0.0.weight|a ControlNet",
        "first_stage_model.decoder.conv_in.weight|an autoencoder",
        "conv_first.weight|an upscaler",
        "text_model.embeddings.token_embedding.weight|a text encoder",
      })
  void what_has_another_place_is_named_where_a_lora_is_expected(String tensor, String what)
      throws IOException {
    Path file = file(tensor, 2, 2);
    assertThatThrownBy(() -> LoraFile.open(file)).hasMessageContaining("found " + what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F8_E4M3", "F8_E5M2", "F4", "F64"})
  void formats_that_are_not_read_are_refused_at_import(String type) throws IOException {
    int bytes = type.equals("F64") ? 8 : 1;
    Path file = folder.resolve("thing.safetensors");
    String header =
        "{\"%s.lora_down.weight\":{\"dtype\":\"%s\",\"shape\":[1,1],\"data_offsets\":[0,%d]},\"%s.lora_up.weight\":{\"dtype\":\"%s\",\"shape\":[1,1],\"data_offsets\":[%d,%d]}}"
            .formatted(LAYER, type, bytes, LAYER, type, bytes, 2 * bytes);
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + json.length + 2 * bytes);
    all.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    Files.write(file, all.array());
    assertThatThrownBy(() -> add(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(LAYER + ".lora_down.weight", "expected type F32", type);
    assertThat(folder.resolve("models")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbers_that_are_not_finite_are_refused_at_import(float number) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    float[] down = new float[8];
    down[5] = number;
    writer.add(LAYER + ".lora_down.weight", down, 2, 4);
    writer.add(LAYER + ".lora_up.weight", new float[8], 4, 2);
    Path lora = folder.resolve("thing.safetensors");
    writer.write(lora);
    assertThatThrownBy(() -> add(lora))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(LAYER + ".lora_down.weight", "finite", "index 5");
  }

  @Test
  void a_model_with_a_number_that_is_not_finite_is_refused_at_import() throws IOException {
    Path model = TestEntries.model(folder.resolve("source"));
    Path unet = model.resolve("unet/diffusion_pytorch_model.safetensors");
    byte[] bytes = Files.readAllBytes(unet);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bytes.length - 4, Float.NaN); // of the last tensor
    Files.write(unet, bytes);
    assertThatThrownBy(() -> add(model))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("diffusion_pytorch_model.safetensors", "finite", "index ");
    assertThatThrownBy(() -> ModelFiles.open(folder.resolve("models/thing")))
        .isInstanceOf(ModelLoadException.class);
  }
}

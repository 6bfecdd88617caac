package dev.frameloom.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraFileTest {

  private static final Path SD1 = GoldenTensors.folder().resolve("sd1");
  private static final String LAYER = "lora_unet_mid_block_attentions_0_transformer_blocks_0_";

  @TempDir Path temporary;

  private final SafetensorsWriter writer = new SafetensorsWriter();

  @Test
  void an_inspection_says_what_a_file_holds() {
    LoraInspection kohya = LoraInspection.inspect(golden("kohya"));
    assertThat(kohya.forms()).containsExactly(LoraForm.KOHYA);
    assertThat(kohya.types()).containsExactly("F16");
    assertThat(kohya.ranks()).containsExactly(2L);
    assertThat(kohya.ratios()).containsExactly(0.75);
    assertThat(kohya.textLayers()).isEqualTo(12);
    assertThat(kohya.unetLayers()).isPositive();
    assertThat(kohya.convolutions()).isPositive();
    assertThat(kohya.family()).isEqualTo(LoraFamily.UNKNOWN); // no real model is so small
    assertThat(kohya.summary()).contains("kohya", "rank 2", "12 of the text encoder");
    assertThat(LoraInspection.inspect(golden("ldm")).forms())
        .containsExactly(LoraForm.KOHYA, LoraForm.KOHYA_LDM);
    LoraInspection peft = LoraInspection.inspect(golden("peft"));
    assertThat(peft.forms()).containsExactly(LoraForm.PEFT);
    // alpha 3 and one of 8 for the UNet; alpha 1 over the root of the rank for the text encoder
    assertThat(peft.ratios()).containsExactly(1 / Math.sqrt(2), 1.5, 4.0);
    assertThat(LoraInspection.inspect(golden("processors")).forms())
        .containsExactly(LoraForm.PROCESSORS);
  }

  @ParameterizedTest
  @CsvSource({"768, STABLE_DIFFUSION_1", "1024, STABLE_DIFFUSION_2", "2048, STABLE_DIFFUSION_XL"})
  void the_family_is_told_by_the_size_of_text_embeddings(int size, LoraFamily family)
      throws IOException {
    writer.add(LAYER + "attn2_to_k.lora_down.weight", new float[size], 1, size);
    writer.add(LAYER + "attn2_to_k.lora_up.weight", new float[32], 32, 1);
    Path file = written();
    assertThat(LoraInspection.inspect(file).family()).isEqualTo(family);
    assertThatThrownBy(() -> adapt(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(
            "made for " + family.words(),
            "attn2_to_k.lora_down.weight",
            "[32, 32]",
            "found [1, " + size + "]");
  }

  @Test
  void a_second_text_encoder_tells_of_stable_diffusion_xl() throws IOException {
    pair(LAYER + "attn1_to_q", 32, 1, 32);
    pair("lora_te2_text_model_encoder_layers_0_mlp_fc1", 8, 1, 8);
    assertThatThrownBy(() -> adapt(written()))
        .hasMessageContainingAll("Stable Diffusion XL", "1 of its 2 layers", "lora_te2_text_model");
  }

  @Test
  void layers_that_are_not_in_the_model_are_counted_and_the_first_are_named() throws IOException {
    for (int i = 0; i < 5; i++) {
      pair("lora_unet_nowhere_" + i, 4, 2, 4);
    }
    assertThatThrownBy(() -> adapt(written()))
        .hasMessageContainingAll("5 of its 5 layers", "nowhere_0", "nowhere_2", "and 2 more");
  }

  @ParameterizedTest
  @CsvSource({
    "hada_w1_a, LoHa",
    "lokr_w1, LoKr",
    "dora_scale, DoRA",
    "lora_magnitude_vector, DoRA",
    "oft_blocks, OFT",
    "diff, difference",
    "lora_up.bias, biases",
  })
  void relatives_of_loras_are_refused_by_their_kind(String part, String kind) throws IOException {
    pair(LAYER + "attn1_to_q", 32, 2, 32);
    writer.add(LAYER + "attn1_to_q." + part, new float[4], 2, 2);
    assertThatThrownBy(() -> LoraFile.open(written()))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("mine.safetensors", part, kind, "not supported");
  }

  @Test
  void ranks_that_differ_are_named_with_both_tensors() throws IOException {
    writer.add(LAYER + "attn1_to_q.lora_down.weight", new float[3 * 32], 3, 32);
    writer.add(LAYER + "attn1_to_q.lora_up.weight", new float[32 * 2], 32, 2);
    assertThatThrownBy(() -> LoraFile.open(written()))
        .hasMessageContainingAll("lora_down", "rank 2", "lora_up", "found shape [3, 32]");
  }

  @Test
  void a_matrix_without_the_other_is_refused() throws IOException {
    writer.add(LAYER + "attn1_to_q.lora_down.weight", new float[3 * 32], 3, 32);
    assertThatThrownBy(() -> LoraFile.open(written()))
        .hasMessageContainingAll("expected two matrices", "found only", "lora_down");
  }

  @Test
  void an_alpha_must_be_one_finite_number() throws IOException {
    pair(LAYER + "attn1_to_q", 32, 2, 32);
    writer.add(LAYER + "attn1_to_q.alpha", new float[] {1, 2}, 2);
    assertThatThrownBy(() -> LoraFile.open(written()))
        .hasMessageContainingAll("attn1_to_q.alpha", "a single number", "[2]");
    SafetensorsWriter other = new SafetensorsWriter();
    other.add("x.alpha", new float[] {Float.NaN});
    Path file = temporary.resolve("other.safetensors");
    other.write(file);
    assertThatThrownBy(() -> LoraFile.open(file)).hasMessageContainingAll("x.alpha", "NaN");
  }

  @Test
  void numbers_that_are_not_finite_are_named_by_tensor() throws IOException {
    pair(LAYER + "attn1_to_q", 32, 2, 32);
    float[] values = new float[2 * 32];
    values[17] = Float.NEGATIVE_INFINITY;
    writer.add(LAYER + "attn1_to_k.lora_down.weight", values, 2, 32);
    writer.add(LAYER + "attn1_to_k.lora_up.weight", new float[64], 32, 2);
    assertThatThrownBy(() -> adapt(written()))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("mine.safetensors", "attn1_to_k.lora_down.weight", "finite");
  }

  @Test
  void a_convolution_of_another_kernel_is_refused() throws IOException {
    String layer = "lora_unet_mid_block_resnets_0_conv1";
    writer.add(layer + ".lora_down.weight", new float[2 * 32 * 25], 2, 32, 5, 5);
    writer.add(layer + ".lora_up.weight", new float[64], 32, 2, 1, 1);
    assertThatThrownBy(() -> adapt(written()))
        .hasMessageContainingAll("conv1.lora_down", "[32, 32, 3, 3]", "found [2, 32, 5, 5]");
  }

  @Test
  void a_layer_of_two_names_is_refused() throws IOException {
    pair(LAYER + "attn1_to_q", 32, 2, 32);
    pair("lora_unet_middle_block_1_transformer_blocks_0_attn1_to_q", 32, 2, 32);
    assertThatThrownBy(() -> adapt(written()))
        .hasMessageContainingAll("expected each layer once", "mid_block", "middle_block");
  }

  @Test
  void what_is_no_lora_is_refused() throws IOException {
    Path unet = SD1.resolve("unet/diffusion_pytorch_model.safetensors");
    assertThatThrownBy(() -> LoraFile.open(unet))
        .hasMessageContainingAll("expected a LoRA", "conv_in.bias", "more");
    Path pickle = Files.createFile(temporary.resolve("lora.pt"));
    assertThatThrownBy(() -> LoraFile.open(pickle)).hasMessageContaining("pickle");
    Path nowhere = temporary.resolve("nowhere.safetensors");
    assertThatThrownBy(() -> LoraFile.open(nowhere)).hasMessageContaining("missing file");
  }

  @Test
  void alpha_comes_from_the_header_where_no_tensor_has_it() throws IOException {
    assertThat(ratio("{\"ss_network_alpha\":\"4.0\"}", LAYER + "attn1_to_q")).isEqualTo(2);
    assertThat(ratio("{\"ss_network_alpha\":\"None\"}", LAYER + "attn1_to_q")).isEqualTo(1);
    // only kohya's names go with kohya's header
    assertThat(ratio("{\"ss_network_alpha\":\"4.0\"}", "unet.conv_in.lora.down")).isEqualTo(1);
    assertThatThrownBy(() -> ratio("{\"ss_network_alpha\":\"x\"}", LAYER + "attn1_to_q"))
        .hasMessageContainingAll("ss_network_alpha", "\"x\"");
    assertThatThrownBy(
            () ->
                ratio(
                    "{\"lora_adapter_metadata\":\"{\\\"unet.use_dora\\\":true}\"}",
                    LAYER + "attn1_to_q"))
        .hasMessageContaining("DoRA");
    assertThatThrownBy(() -> ratio("{\"lora_adapter_metadata\":\"{oops\"}", LAYER + "attn1_to_q"))
        .hasMessageContainingAll("lora_adapter_metadata", "no JSON");
  }

  /** Of a layer of rank 2 in a file with this header. */
  private double ratio(String metadata, String layer) throws IOException {
    String down = layer.contains("lora.down") ? layer : layer + ".lora_down";
    String header =
        "{\"__metadata__\":%s,\"%s.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},\"%s.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[8,16]}}"
            .formatted(metadata, down, down.replace("down", "up"));
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    Path file = temporary.resolve("header.safetensors");
    Files.write(file, bytes.array());
    return LoraInspection.inspect(file).ratios().first();
  }

  private void pair(String layer, int out, int rank, int in) {
    float[] down = new float[rank * in];
    Arrays.fill(down, 0.1f);
    writer.add(layer + ".lora_down.weight", down, rank, in);
    writer.add(layer + ".lora_up.weight", new float[out * rank], out, rank);
  }

  private Path written() throws IOException {
    Path file = temporary.resolve("mine.safetensors");
    writer.write(file);
    return file;
  }

  private static void adapt(Path file) {
    try (DiffusionModel model = DiffusionModel.load(SD1, "cpu")) {
      model.adapt(List.of(new LoraScale(file, 1)));
    }
  }

  private static Path golden(String name) {
    return GoldenTensors.folder().resolve("lora/sd1/" + name + ".safetensors");
  }
}

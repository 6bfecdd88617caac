package dev.frameloom.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelLoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UNetConfigTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Stable Diffusion 1.5's, as it was published. */
  private static final String PUBLISHED =
      """
      {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0", "act_fn": "silu",
       "attention_head_dim": 8, "block_out_channels": [320, 640, 1280, 1280],
       "center_input_sample": false, "cross_attention_dim": 768,
       "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
         "CrossAttnDownBlock2D", "DownBlock2D"],
       "downsample_padding": 1, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 4,
       "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-05,
       "norm_num_groups": 32, "out_channels": 4, "sample_size": 64,
       "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D",
         "CrossAttnUpBlock2D"]}
      """;

  private static UNetConfig read(String setting, String value) {
    try {
      ObjectNode node = (ObjectNode) JSON.readTree(PUBLISHED);
      if (!setting.isEmpty()) {
        node.set(setting, JSON.readTree(value));
      }
      return UNetConfig.read(new ConfigReader("unet/config.json", node));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value, e);
    }
  }

  @Test
  void the_published_configuration_is_read() {
    UNetConfig config = read("", "");
    assertThat(config.channels()).containsExactly(320, 640, 1280, 1280);
    assertThat(config.heads()).containsOnly(8);
    assertThat(config.contextSize()).isEqualTo(768);
    assertThat(config.guidanceSize()).isZero();
    assertThat(read("time_cond_proj_dim", "256").guidanceSize()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upcast_attention | true",
        "use_linear_projection | true",
        "sample_size | [96, 96]",
        "dropout | 0.1",
        "addition_time_embed_dim | 256",
        "use_ema_warmup | true",
        "_name_or_path | \"someone/something\"",
        "a_setting_of_tomorrow | null",
        "a_setting_of_tomorrow | false",
        "resnet_out_scale_factor | 1.0",
        "class_embed_type | null",
        "only_cross_attention | false"
      })
  void settings_that_change_nothing_are_let_through(String setting, String value) {
    assertThat(read(setting, value)).isEqualTo(read("", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_class_name | \"UNet3DConditionModel\"",
        "a_setting_of_tomorrow | 0.5",
        "act_fn | \"gelu\"",
        "addition_embed_type | \"text_time\"",
        "attention_type | \"gated\"",
        "attention_head_dim | [8, 8]",
        "attention_head_dim | 7",
        "block_out_channels | [320, 641, 1280, 1280]",
        "center_input_sample | true",
        "class_embed_type | \"projection\"",
        "class_embeddings_concat | true",
        "conv_in_kernel | 5",
        "conv_out_kernel | 1",
        "cross_attention_dim | [768, 1024]",
        "cross_attention_norm | \"layer_norm\"",
        "downsample_padding | 0",
        "dual_cross_attention | true",
        "encoder_hid_dim | 1280",
        "encoder_hid_dim_type | \"text_proj\"",
        "layers_per_block | [2, 2, 2, 2]",
        "mid_block_only_cross_attention | true",
        "mid_block_scale_factor | 1.414",
        "mid_block_type | \"UNetMidBlock2D\"",
        "num_class_embeds | 1000",
        "only_cross_attention | [true, true, true, false]",
        "resnet_out_scale_factor | 2.0",
        "resnet_skip_time_act | true",
        "resnet_time_scale_shift | \"scale_shift\"",
        "reverse_transformer_layers_per_block | [[1], [1]]",
        "time_cond_proj_dim | 255",
        "time_embedding_act_fn | \"gelu\"",
        "time_embedding_dim | 512",
        "time_embedding_type | \"fourier\"",
        "timestep_post_act | \"silu\"",
        "transformer_layers_per_block | [1, 2]",
        "up_block_types | [\"UpBlock2D\"]"
      })
  void what_is_not_built_is_refused_by_name(String setting, String value) {
    assertThatThrownBy(() -> read(setting, value))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("unet/config.json: setting " + setting + ": expected ")
        .hasMessageContaining("found ");
  }

  @Test
  void other_families_are_named() {
    assertThatThrownBy(() -> read("addition_embed_type", "\"text_time\""))
        .hasMessageContaining("SDXL")
        .hasMessageContaining("text_time");
    assertThatThrownBy(() -> read("in_channels", "9"))
        .hasMessageContaining("inpainting has 9")
        .hasMessageEndingWith("found 9");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void freeu_refuses_scales_that_are_none(double scale) {
    assertThatThrownBy(() -> new FreeU(1.1, 1.2, scale, 0.2)).hasMessageContaining("above 0");
  }
}

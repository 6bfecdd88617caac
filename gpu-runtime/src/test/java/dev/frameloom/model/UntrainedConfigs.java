package dev.frameloom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;

/** The configuration files of the untrained model, as diffusers and transformers read them. */
final class UntrainedConfigs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private UntrainedConfigs() {}

  static ObjectNode textEncoder(int vocabulary) {
    ObjectNode node = JSON.createObjectNode();
    node.putArray("architectures").add("CLIPTextModel");
    node.put("model_type", "clip_text_model");
    node.put("vocab_size", vocabulary);
    node.put("bos_token_id", vocabulary - 2).put("eos_token_id", vocabulary - 1);
    node.put("pad_token_id", vocabulary - 1);
    node.put("hidden_size", UntrainedText.SIZE).put("intermediate_size", UntrainedText.INNER);
    node.put("num_hidden_layers", UntrainedText.LAYERS);
    node.put("num_attention_heads", UntrainedText.HEADS);
    node.put("max_position_embeddings", UntrainedText.POSITIONS);
    node.put("hidden_act", "quick_gelu").put("layer_norm_eps", 1e-5);
    node.put("projection_dim", UntrainedText.SIZE).put("torch_dtype", "float32");
    return node;
  }

  static ObjectNode unet() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_class_name", "UNet2DConditionModel").put("sample_size", 32);
    node.put("in_channels", UntrainedUNet.LATENTS).put("out_channels", UntrainedUNet.LATENTS);
    int inner = UntrainedUNet.INNER;
    node.putArray("block_out_channels").add(UntrainedUNet.OUTER).add(inner).add(inner);
    texts(node, "down_block_types", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D");
    node.put("mid_block_type", "UNetMidBlock2DCrossAttn");
    texts(node, "up_block_types", "UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D");
    node.put("layers_per_block", 1).put("attention_head_dim", UntrainedUNet.HEADS);
    node.put("cross_attention_dim", UntrainedUNet.TEXT).put("use_linear_projection", false);
    node.put("norm_num_groups", UntrainedUNet.GROUPS).put("norm_eps", 1e-5);
    node.put("act_fn", "silu").put("downsample_padding", 1).put("mid_block_scale_factor", 1);
    node.put("center_input_sample", false).put("flip_sin_to_cos", true).put("freq_shift", 0);
    return node;
  }

  static ObjectNode vae() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_class_name", "AutoencoderKL").put("sample_size", 256);
    node.put("in_channels", 3).put("out_channels", 3);
    node.put("latent_channels", UntrainedVae.LATENTS).put("layers_per_block", 1);
    ArrayNode channels = node.putArray("block_out_channels");
    Collections.nCopies(UntrainedVae.LEVELS, UntrainedVae.CHANNELS).forEach(channels::add);
    String[] same = new String[UntrainedVae.LEVELS];
    Arrays.fill(same, "DownEncoderBlock2D");
    texts(node, "down_block_types", same);
    Arrays.fill(same, "UpDecoderBlock2D");
    texts(node, "up_block_types", same);
    node.put("norm_num_groups", UntrainedVae.GROUPS).put("act_fn", "silu");
    node.put("scaling_factor", UntrainedVae.SCALE);
    return node;
  }

  private static void texts(ObjectNode node, String name, String... values) {
    ArrayNode array = node.putArray(name);
    for (String value : values) {
      array.add(value);
    }
  }
}

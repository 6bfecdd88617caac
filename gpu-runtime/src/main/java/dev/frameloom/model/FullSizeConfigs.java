package dev.frameloom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Stable Diffusion 1.5's configuration files; the index says that the weights are made up. */
final class FullSizeConfigs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FullSizeConfigs() {}

  static ObjectNode index() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_class_name", "StableDiffusionPipeline");
    node.put("_diffusers_version", "0.35.2");
    node.put("_frameloom_untrained", true);
    component(node, "scheduler", "diffusers", "DDIMScheduler");
    component(node, "text_encoder", "transformers", "CLIPTextModel");
    component(node, "tokenizer", "transformers", "CLIPTokenizer");
    component(node, "unet", "diffusers", "UNet2DConditionModel");
    component(node, "vae", "diffusers", "AutoencoderKL");
    for (String absent : List.of("feature_extractor", "image_encoder", "safety_checker")) {
      node.putArray(absent).addNull().addNull();
    }
    node.put("requires_safety_checker", false);
    return node;
  }

  private static void component(ObjectNode node, String name, String library, String type) {
    node.putArray(name).add(library).add(type);
  }

  static ObjectNode scheduler() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_class_name", "DDIMScheduler");
    node.put("beta_start", 0.00085).put("beta_end", 0.012).put("beta_schedule", "scaled_linear");
    node.put("num_train_timesteps", 1000).put("clip_sample", false);
    node.put("set_alpha_to_one", false).put("steps_offset", 1);
    node.put("timestep_spacing", "leading").put("prediction_type", "epsilon");
    return node;
  }

  static ObjectNode textEncoder() {
    ObjectNode node = JSON.createObjectNode();
    texts(node, "architectures", "CLIPTextModel");
    node.put("model_type", "clip_text_model").put("vocab_size", FullSizeText.VOCABULARY);
    node.put("hidden_size", FullSizeText.SIZE).put("intermediate_size", FullSizeText.INNER);
    node.put("num_hidden_layers", FullSizeText.LAYERS);
    node.put("num_attention_heads", FullSizeText.HEADS);
    node.put("max_position_embeddings", FullSizeText.POSITIONS);
    node.put("hidden_act", "quick_gelu").put("layer_norm_eps", 1e-5);
    node.put("bos_token_id", FullSizeText.VOCABULARY - 2);
    node.put("eos_token_id", FullSizeText.VOCABULARY - 1);
    node.put("projection_dim", FullSizeText.SIZE).put("torch_dtype", "float32");
    return node;
  }

  static ObjectNode unet() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_class_name", "UNet2DConditionModel").put("sample_size", 64);
    node.put("in_channels", 4).put("out_channels", 4);
    numbers(node, "block_out_channels", FullSizeUNet.CHANNELS);
    String down = "CrossAttnDownBlock2D";
    texts(node, "down_block_types", down, down, down, "DownBlock2D");
    node.put("mid_block_type", "UNetMidBlock2DCrossAttn");
    String up = "CrossAttnUpBlock2D";
    texts(node, "up_block_types", "UpBlock2D", up, up, up);
    node.put("layers_per_block", FullSizeUNet.LAYERS).put("attention_head_dim", 8);
    node.put("cross_attention_dim", FullSizeUNet.TEXT);
    node.put("norm_num_groups", 32).put("norm_eps", 1e-5).put("act_fn", "silu");
    node.put("downsample_padding", 1).put("mid_block_scale_factor", 1);
    node.put("center_input_sample", false).put("flip_sin_to_cos", true).put("freq_shift", 0);
    return node;
  }

  static ObjectNode vae() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_class_name", "AutoencoderKL").put("sample_size", 512);
    node.put("in_channels", 3).put("out_channels", 3).put("latent_channels", 4);
    numbers(node, "block_out_channels", FullSizeVae.CHANNELS);
    String down = "DownEncoderBlock2D";
    texts(node, "down_block_types", down, down, down, down);
    String up = "UpDecoderBlock2D";
    texts(node, "up_block_types", up, up, up, up);
    node.put("layers_per_block", FullSizeVae.LAYERS).put("norm_num_groups", 32);
    node.put("act_fn", "silu").put("scaling_factor", 0.18215);
    return node;
  }

  private static void numbers(ObjectNode node, String name, int... values) {
    ArrayNode array = node.putArray(name);
    for (int value : values) {
      array.add(value);
    }
  }

  private static void texts(ObjectNode node, String name, String... values) {
    ArrayNode array = node.putArray(name);
    for (String value : values) {
      array.add(value);
    }
  }
}

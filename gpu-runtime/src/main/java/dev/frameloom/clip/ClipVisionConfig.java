package dev.frameloom.clip;

import dev.frameloom.text.ClipTransformer;
import dev.frameloom.weights.ConfigReader;

/**
 * Shape of CLIP's encoder of pictures.
 *
 * @param image pixels a side of the square that it sees
 * @param patch pixels a side of a token
 * @param transformer its layers
 */
record ClipVisionConfig(int image, int patch, ClipTransformer.Size transformer) {

  /**
   * Reads {@code vision_config}; what is missing there is as in ViT-B/32.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  static ClipVisionConfig read(ConfigReader config) {
    config.allowOnly("model_type", "clip_vision_model");
    config.allowOnly("hidden_act", "quick_gelu", "gelu");
    config.allowOnly("num_channels", "3");
    int image = config.number("image_size", 224);
    int patch = config.number("patch_size", 32);
    if (patch > image) {
      throw config.unfit("patch_size", "at most image_size, " + image, patch);
    }
    int size = config.number("hidden_size", 768);
    int heads = config.number("num_attention_heads", 12);
    if (size % heads != 0) {
      throw config.unfit("num_attention_heads", "a divisor of " + size, heads);
    }
    return new ClipVisionConfig(
        image,
        patch,
        new ClipTransformer.Size(
            size,
            config.number("intermediate_size", 4 * size),
            config.number("num_hidden_layers", 12),
            heads,
            config.text("hidden_act", "quick_gelu").equals("quick_gelu"),
            config.decimal("layer_norm_eps", 1e-5)));
  }

  /** A token for each patch and one for the whole; what patches leave over is not seen. */
  int tokens() {
    int grid = image / patch;
    return 1 + grid * grid;
  }
}

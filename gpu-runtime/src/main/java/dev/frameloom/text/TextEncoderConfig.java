package dev.frameloom.text;

import dev.frameloom.weights.ConfigReader;

/**
 * Shape of a CLIP text encoder.
 *
 * @param vocabulary tokens
 * @param positions 77
 * @param size E, of an embedding
 * @param inner size of the feed-forward's inner layer
 * @param layers transformer layers
 * @param heads attention heads
 * @param quickGelu whether GELU is approximated by x · σ(1.702 x)
 * @param epsilon of the layer norms
 */
public record TextEncoderConfig(
    int vocabulary,
    int positions,
    int size,
    int inner,
    int layers,
    int heads,
    boolean quickGelu,
    double epsilon) {

  /**
   * Reads {@code text_encoder/config.json}.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static TextEncoderConfig read(ConfigReader config) {
    config.allowOnly("model_type", "clip_text_model");
    config.allowOnly("use_attention_mask");
    config.allowOnly("hidden_act", "quick_gelu", "gelu");
    int size = config.number("hidden_size", 512);
    int heads = config.number("num_attention_heads", 8);
    if (size % heads != 0) {
      throw config.unfit("num_attention_heads", "a divisor of " + size, heads);
    }
    return new TextEncoderConfig(
        config.number("vocab_size", 49408),
        config.number("max_position_embeddings", 77),
        size,
        config.number("intermediate_size", 4 * size),
        config.number("num_hidden_layers", 12),
        heads,
        config.text("hidden_act", "quick_gelu").equals("quick_gelu"),
        config.decimal("layer_norm_eps", 1e-5));
  }

  /** The size of the layers. */
  ClipTransformer.Size transformer() {
    return new ClipTransformer.Size(size, inner, layers, heads, quickGelu, epsilon);
  }
}

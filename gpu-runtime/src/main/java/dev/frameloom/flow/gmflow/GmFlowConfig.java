package dev.frameloom.flow.gmflow;

import dev.frameloom.weights.ConfigReader;

/**
 * Sizes of a GMFlow network.
 *
 * @param channels of the features
 * @param layers of the transformer
 * @param expansion of the feed-forward
 * @param splits windows across and down in which features attend to each other
 */
public record GmFlowConfig(int channels, int layers, int expansion, int splits) {

  /** Those of the public checkpoints. */
  public static final GmFlowConfig STANDARD = new GmFlowConfig(128, 6, 4, 2);

  public GmFlowConfig {
    if (channels % 4 != 0) {
      throw new IllegalArgumentException("expected channels in fours, found " + channels);
    }
  }

  /** Reads settings by the names of the authors' code; what is not said is the standard. */
  public static GmFlowConfig read(ConfigReader config) {
    config.allowOnly("num_scales", "1");
    config.allowOnly("num_head", "1");
    config.allowOnly("upsample_factor", "8");
    config.allowOnly("attention_type", "swin");
    int channels = config.number("feature_channels", STANDARD.channels);
    if (channels % 4 != 0) {
      throw config.unfit("feature_channels", "a multiple of 4", channels);
    }
    return new GmFlowConfig(
        channels,
        config.number("num_transformer_layers", STANDARD.layers),
        config.number("ffn_dim_expansion", STANDARD.expansion),
        config.number("attn_splits", STANDARD.splits));
  }
}

package dev.frameloom.vae;

import dev.frameloom.weights.ConfigReader;
import java.util.List;

/**
 * Shape of an autoencoder.
 *
 * @param pictureChannels 3
 * @param latentChannels 4 in Stable Diffusion
 * @param channels of each level, outermost first
 * @param layers residual blocks of a level on the way down; one more on the way up
 * @param groups of the group norms
 * @param scale what latents are multiplied by to have about unit variance
 * @param quantised whether 1×1 convolutions stand around the latents
 * @param attending whether the middle has attention
 */
public record VaeConfig(
    int pictureChannels,
    int latentChannels,
    List<Integer> channels,
    int layers,
    int groups,
    double scale,
    boolean quantised,
    boolean attending)
    implements CodecConfig {

  public VaeConfig {
    channels = List.copyOf(channels);
  }

  /**
   * Reads {@code vae/config.json}. Its {@code force_upcast} is of no concern: the reference writes
   * it into every configuration, and only its pipelines of other families look at it.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static VaeConfig read(ConfigReader config) {
    config.allowOnly("_class_name", "AutoencoderKL");
    config.allowOnly("act_fn", "silu", "swish");
    config.allowOnly("shift_factor", "0", "0.0");
    config.allowOnly("latents_mean");
    config.allowOnly("latents_std");
    List<Integer> channels = config.numbers("block_out_channels");
    allSame(config, "down_block_types", "DownEncoderBlock2D", channels.size());
    allSame(config, "up_block_types", "UpDecoderBlock2D", channels.size());
    boolean quantised = config.flag("use_quant_conv", true);
    if (quantised != config.flag("use_post_quant_conv", true)) {
      throw config.unfit("use_post_quant_conv", "the same as use_quant_conv", !quantised);
    }
    return new VaeConfig(
        config.number("in_channels", 3),
        config.number("latent_channels", 4),
        channels,
        config.number("layers_per_block", 1),
        config.number("norm_num_groups", 32),
        config.decimal("scaling_factor", 0.18215),
        quantised,
        config.flag("mid_block_add_attention", true));
  }

  private static void allSame(ConfigReader config, String setting, String type, int levels) {
    List<String> types = config.texts(setting);
    if (types.size() != levels || !types.stream().allMatch(type::equals)) {
      throw config.unfit(setting, levels + " times " + type, types);
    }
  }

  @Override
  public int factor() {
    return 1 << last();
  }

  int last() {
    return channels.size() - 1;
  }
}

package dev.frameloom.unet;

import dev.frameloom.weights.ConfigReader;
import java.util.List;

/**
 * Shape of a UNet of the Stable Diffusion 1 and 2 family.
 *
 * @param inChannels channels of the latents that come in
 * @param outChannels channels of the prediction
 * @param channels of each level, outermost first
 * @param attending which levels have attention, on the way down
 * @param attendingUp the same on the way up, innermost first
 * @param layers residual blocks of a level on the way down; one more on the way up
 * @param heads attention heads of each level
 * @param transformerLayers transformer blocks at each site of a level
 * @param contextSize E, size of a text embedding
 * @param groups of the group norms
 * @param epsilon of the residual blocks' group norms
 * @param cosineFirst whether the time embedding begins with cosines
 * @param frequencyShift of the time embedding
 * @param guidanceSize size of the embedding of the guidance scale that is added to the timestep's;
 *     0 in models that take none
 */
public record UNetConfig(
    int inChannels,
    int outChannels,
    List<Integer> channels,
    List<Boolean> attending,
    List<Boolean> attendingUp,
    int layers,
    List<Integer> heads,
    List<Integer> transformerLayers,
    int contextSize,
    int groups,
    double epsilon,
    boolean cosineFirst,
    double frequencyShift,
    int guidanceSize) {

  public UNetConfig {
    channels = List.copyOf(channels);
    attending = List.copyOf(attending);
    attendingUp = List.copyOf(attendingUp);
    heads = List.copyOf(heads);
    transformerLayers = List.copyOf(transformerLayers);
  }

  /**
   * Reads {@code unet/config.json}.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static UNetConfig read(ConfigReader config) {
    UNetSettings.check(config);
    List<Integer> channels = config.numbers("block_out_channels");
    int levels = channels.size();
    int groups = config.number("norm_num_groups", 32);
    // diffusers: attention_head_dim holds the number of heads, unless num_attention_heads is there
    String headSetting =
        config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
    List<Integer> heads = config.perLevel(headSetting, levels, 8);
    for (int level = 0; level < levels; level++) {
      if (channels.get(level) % groups != 0) {
        throw config.unfit("block_out_channels", "multiples of " + groups, channels);
      }
      if (channels.get(level) % heads.get(level) != 0) {
        throw config.unfit("attention_head_dim", "divisors of " + channels, heads);
      }
    }
    int in = config.number("in_channels", 4);
    int out = config.number("out_channels", 4);
    checkChannels(config, in, out);
    int guidanceSize = config.number("time_cond_proj_dim", 0);
    if (guidanceSize % 2 != 0) {
      throw config.unfit("time_cond_proj_dim", "an even number", guidanceSize);
    }
    return new UNetConfig(
        in,
        out,
        channels,
        attending(config, "down_block_types", "CrossAttnDownBlock2D", "DownBlock2D", levels),
        attending(config, "up_block_types", "CrossAttnUpBlock2D", "UpBlock2D", levels),
        config.number("layers_per_block", 2),
        heads,
        config.perLevel("transformer_layers_per_block", levels, 1),
        config.number("cross_attention_dim", 1280),
        groups,
        config.decimal("norm_eps", 1e-5),
        config.flag("flip_sin_to_cos", true),
        config.decimal("freq_shift", 0),
        guidanceSize);
  }

  /** The prediction must go where the latents came from, and nothing else may come in. */
  private static void checkChannels(ConfigReader config, int in, int out) {
    if (in != out) {
      throw config.unfit(
          "in_channels",
          "out_channels' "
              + out
              + " (models that take a second picture or a mask are not supported: inpainting has"
              + " 9, InstructPix2Pix 8, upscalers 7, depth 5)",
          in);
    }
  }

  private static List<Boolean> attending(
      ConfigReader config, String setting, String with, String without, int levels) {
    List<String> types = config.texts(setting);
    if (types.size() != levels || !types.stream().allMatch(List.of(with, without)::contains)) {
      throw config.unfit(setting, levels + " times " + with + " or " + without, types);
    }
    return types.stream().map(with::equals).toList();
  }

  /** Size of the time embedding. */
  public int timeSize() {
    return 4 * channels.get(0);
  }

  /** The innermost level. */
  int last() {
    return channels.size() - 1;
  }

  /** Multiples of this are halved evenly at every level. */
  public int sizeMultiple() {
    return 1 << last();
  }
}

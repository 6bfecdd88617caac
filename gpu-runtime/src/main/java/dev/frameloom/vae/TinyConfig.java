package dev.frameloom.vae;

import dev.frameloom.weights.ConfigReader;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * Shape of a tiny autoencoder.
 *
 * @param pictureChannels 3
 * @param latentChannels 4
 * @param encoderChannels of all layers of the encoder
 * @param decoderChannels of all layers of the decoder
 * @param encoderBlocks blocks of each level on the way down, outermost first
 * @param decoderBlocks blocks of each level on the way up, innermost first; as many levels
 * @param scale what latents are multiplied by; 1 where they are made to be a UNet's as they are
 */
public record TinyConfig(
    int pictureChannels,
    int latentChannels,
    int encoderChannels,
    int decoderChannels,
    List<Integer> encoderBlocks,
    List<Integer> decoderBlocks,
    double scale)
    implements CodecConfig {

  static final String CLASS = "AutoencoderTiny";

  /** The published one, which in its original layout comes without a configuration. */
  public static final TinyConfig TAESD =
      new TinyConfig(3, 4, 64, 64, List.of(1, 3, 3, 3), List.of(3, 3, 3, 1), 1);

  public TinyConfig {
    encoderBlocks = List.copyOf(encoderBlocks);
    decoderBlocks = List.copyOf(decoderBlocks);
    if (encoderBlocks.size() != decoderBlocks.size()) {
      throw new IllegalArgumentException(
          "expected as many levels up as down, found " + encoderBlocks + " and " + decoderBlocks);
    }
  }

  /**
   * Reads the {@code config.json} of an AutoencoderTiny. What it says of storing latents as bytes
   * ({@code latent_magnitude}, {@code latent_shift}) is of no concern here.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static TinyConfig read(ConfigReader config) {
    config.allowOnly("_class_name", CLASS);
    config.allowOnly("act_fn", "relu");
    config.allowOnly("upsample_fn", "nearest");
    config.allowOnly("upsampling_scaling_factor", "2");
    config.allowOnly("shift_factor", "0", "0.0");
    int pictureChannels = config.number("in_channels", 3);
    config.allowOnly("out_channels", String.valueOf(pictureChannels));
    List<Integer> down = blocks(config, "num_encoder_blocks", TAESD.encoderBlocks());
    List<Integer> up = blocks(config, "num_decoder_blocks", TAESD.decoderBlocks());
    if (down.size() != up.size()) {
      throw config.unfit("num_decoder_blocks", down.size() + " levels, as down", up);
    }
    return new TinyConfig(
        pictureChannels,
        config.number("latent_channels", 4),
        width(config, "encoder_block_out_channels", down.size()),
        width(config, "decoder_block_out_channels", up.size()),
        down,
        up,
        config.decimal("scaling_factor", 1));
  }

  /** The same layers, as wide as their first weights are, (C, channels, 3, 3). */
  TinyConfig sized(List<Long> encoder, List<Long> decoder) {
    boolean known = encoder.size() == 4 && decoder.size() == 4;
    return known
        ? new TinyConfig(
            pictureChannels,
            decoder.get(1).intValue(),
            encoder.get(0).intValue(),
            decoder.get(0).intValue(),
            encoderBlocks,
            decoderBlocks,
            scale)
        : this;
  }

  private static List<Integer> blocks(
      ConfigReader config, String setting, List<Integer> otherwise) {
    return config.has(setting) ? config.numbers(setting) : otherwise;
  }

  /** The reference's layers only fit together where all levels are of one width. */
  private static int width(ConfigReader config, String setting, int levels) {
    if (!config.has(setting)) {
      return TAESD.encoderChannels();
    }
    List<Integer> widths = config.numbers(setting);
    if (widths.size() != levels || new HashSet<>(widths).size() != 1) {
      throw config.unfit(setting, levels + " times the same number", widths);
    }
    return widths.get(0);
  }

  @Override
  public List<Integer> channels() {
    return Collections.nCopies(decoderBlocks.size(), decoderChannels);
  }

  @Override
  public int factor() {
    return 1 << (encoderBlocks.size() - 1);
  }
}

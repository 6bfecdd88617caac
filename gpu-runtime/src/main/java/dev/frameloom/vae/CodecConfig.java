package dev.frameloom.vae;

import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.Weights;
import java.util.List;

/** Shape of a model's codec, as the {@code config.json} of its part {@code vae} gives it. */
public sealed interface CodecConfig permits VaeConfig, TinyConfig {

  /**
   * Reads a {@code config.json} of either kind.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  static CodecConfig read(ConfigReader config) {
    return config.text("_class_name", "AutoencoderKL").equals(TinyConfig.CLASS)
        ? TinyConfig.read(config)
        : VaeConfig.read(config);
  }

  /** Builds the codec, with all its weights. */
  default LatentCodec build(Weights weights) {
    if (this instanceof TinyConfig tiny) {
      return new TinyAutoencoder(tiny, weights);
    }
    return new Autoencoder((VaeConfig) this, weights);
  }

  /** Channels of the latents. */
  int latentChannels();

  /** Channels of each level, outermost first. */
  List<Integer> channels();

  /** Pixels per latent, in each direction. */
  int factor();
}

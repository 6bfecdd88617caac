package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.Shapes;
import dev.frameloom.weights.Weights;
import java.util.Optional;

/**
 * Pictures to latents and back, as diffusers' AutoencoderKL does. Latents here are those that the
 * UNet sees: times the scaling factor. Complete after construction.
 *
 * <p>B rows, H × W pixels, f pixels per latent.
 */
public final class Autoencoder {

  private final VaeConfig config;
  private final VaeEncoder encoder;
  private final VaeDecoder decoder;
  private final Optional<Convolution> afterEncoder;
  private final Optional<Convolution> beforeDecoder;

  /** Reads all weights. */
  public Autoencoder(VaeConfig config, Weights weights) {
    this.config = config;
    encoder = new VaeEncoder(weights.at("encoder"), config);
    decoder = new VaeDecoder(weights.at("decoder"), config);
    int latents = config.latentChannels();
    afterEncoder =
        config.quantised()
            ? Optional.of(new Convolution(weights.at("quant_conv"), 2 * latents, 2 * latents, 1, 1))
            : Optional.empty();
    beforeDecoder =
        config.quantised()
            ? Optional.of(new Convolution(weights.at("post_quant_conv"), latents, latents, 1, 1))
            : Optional.empty();
  }

  /**
   * Encodes: the mean of the posterior, never a sample, times the scaling factor.
   *
   * @param images (B, 3, H, W) in [−1, 1], H and W multiples of f
   * @return (B, 4, H/f, W/f)
   */
  public NDArray encode(NDManager scope, NDArray images) {
    Shapes.check("images", images, -1, config.pictureChannels(), -1, -1);
    Shapes.checkMultiple("images", images, config.factor());
    return Scopes.within(
        scope,
        inner -> {
          NDArray moments = encoder.apply(inner, images);
          if (afterEncoder.isPresent()) {
            moments = afterEncoder.get().apply(inner, moments);
          }
          return Kernels.call(inner, "posterior_mean", moments, config.scale());
        });
  }

  /**
   * Decodes.
   *
   * @param latents (B, 4, h, w), times the scaling factor
   * @return (B, 3, f·h, f·w), about [−1, 1]
   */
  public NDArray decode(NDManager scope, NDArray latents) {
    Shapes.check("latents", latents, -1, config.latentChannels(), -1, -1);
    return Scopes.within(
        scope,
        inner -> {
          NDArray x = Kernels.call(inner, "scaled", latents, 1 / config.scale());
          if (beforeDecoder.isPresent()) {
            x = beforeDecoder.get().apply(inner, x);
          }
          return Kernels.call(inner, "plain", decoder.apply(inner, x));
        });
  }
}

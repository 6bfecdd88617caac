package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Bands;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.Shapes;
import dev.frameloom.weights.Weights;
import java.util.Optional;

/** The autoencoder of Stable Diffusion, diffusers' AutoencoderKL. Complete after construction. */
public final class Autoencoder implements LatentCodec {

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

  @Override
  public int factor() {
    return config.factor();
  }

  @Override
  public int channels() {
    return config.latentChannels();
  }

  @Override
  public double scale() {
    return config.scale();
  }

  @Override
  public NDArray encode(NDManager scope, NDArray images, Tiling tiling) {
    return Scopes.within(
        scope,
        inner ->
            Kernels.call(inner, "posterior_mean", moments(inner, images, tiling), config.scale()));
  }

  @Override
  public NDArray encodeSample(NDManager scope, NDArray images, NDArray noise, Tiling tiling) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray moments = moments(inner, images, tiling);
          long[] size = moments.getShape().getShape();
          Shapes.check("noise", noise, size[0], channels(), size[2], size[3]);
          return Kernels.call(inner, "posterior_sample", moments, noise, config.scale());
        });
  }

  /** (B, 3, H, W) to mean and logarithm of variance, (B, 8, H/f, W/f). */
  private NDArray moments(NDManager scope, NDArray images, Tiling tiling) {
    Shapes.check("images", images, -1, config.pictureChannels(), -1, -1);
    Shapes.checkMultiple("images", images, factor());
    try (Bands cut = Bands.cut(scope, images, tiling.pixelRows(factor()))) {
      NDArray moments = encoder.apply(cut).join(scope);
      return afterEncoder.isPresent() ? afterEncoder.get().apply(scope, moments) : moments;
    }
  }

  @Override
  public NDArray decode(NDManager scope, NDArray latents, Tiling tiling) {
    Shapes.check("latents", latents, -1, channels(), -1, -1);
    return Scopes.within(
        scope,
        inner -> {
          NDArray x = Kernels.call(inner, "scaled", latents, 1 / config.scale());
          if (beforeDecoder.isPresent()) {
            x = beforeDecoder.get().apply(inner, x);
          }
          try (Bands cut = Bands.cut(inner, x, tiling.rows())) {
            return decoder.apply(cut).join(inner);
          }
        });
  }
}

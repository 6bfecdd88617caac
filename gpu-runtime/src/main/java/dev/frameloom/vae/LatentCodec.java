package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Pictures to latents and back. Latents are those that the UNet sees: times the scaling factor.
 *
 * <p>B rows, C latent channels, H × W pixels, f pixels per latent in each direction.
 */
public interface LatentCodec {

  /** f, pixels per latent in each direction. */
  int factor();

  /** C, channels of the latents. */
  int channels();

  /** What an encoder's latents are multiplied by for the UNet. */
  double scale();

  /**
   * Encodes: the mean of the posterior, never a sample.
   *
   * @param images (B, 3, H, W) in [−1, 1], H and W multiples of f
   * @return (B, C, H/f, W/f)
   * @throws IllegalArgumentException where the shape does not fit
   */
  NDArray encode(NDManager scope, NDArray images, Tiling tiling);

  /**
   * Encodes: a sample of the posterior, mean + deviation · noise. A codec without posterior gives
   * what {@link #encode} gives.
   *
   * @param images (B, 3, H, W) in [−1, 1], H and W multiples of f
   * @param noise (B, C, H/f, W/f), standard normal
   * @return (B, C, H/f, W/f)
   * @throws IllegalArgumentException where a shape does not fit
   */
  NDArray encodeSample(NDManager scope, NDArray images, NDArray noise, Tiling tiling);

  /**
   * Decodes.
   *
   * @param latents (B, C, h, w)
   * @return (B, 3, f·h, f·w), about [−1, 1], not clamped
   * @throws IllegalArgumentException where the shape does not fit
   */
  NDArray decode(NDManager scope, NDArray latents, Tiling tiling);

  /** Encodes as a whole. */
  default NDArray encode(NDManager scope, NDArray images) {
    return encode(scope, images, Tiling.WHOLE);
  }

  /** Encodes a sample, as a whole. */
  default NDArray encodeSample(NDManager scope, NDArray images, NDArray noise) {
    return encodeSample(scope, images, noise, Tiling.WHOLE);
  }

  /** Decodes as a whole. */
  default NDArray decode(NDManager scope, NDArray latents) {
    return decode(scope, latents, Tiling.WHOLE);
  }
}

package dev.frameloom.vae;

import dev.frameloom.block.Bands;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;

/**
 * A convolution of stride 2 over a picture padded at the right and at the bottom only: (B, C, H, W)
 * to (B, C, H/2, W/2), H and W even.
 */
final class AsymmetricDownsample {

  private final TensorList weights;

  AsymmetricDownsample(Weights weights, int channels) {
    this.weights = weights.at("conv").convolution(channels, channels, 3);
  }

  /** All bands have an even number of rows. */
  Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole(
          (scope, picture) -> Kernels.call(scope, "downsample_asymmetric", picture, weights));
    }
    return x.convolved(
        (scope, rows, top, bottom) ->
            Kernels.call(scope, "band_downsample_asymmetric", rows, weights, top, bottom));
  }
}

package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;

/** Nearest neighbours, twice as large, then a convolution: (B, C, H, W) to (B, C, 2·H, 2·W). */
public final class Upsample {

  private final TensorList weights;

  private Upsample(TensorList weights) {
    this.weights = weights;
  }

  /** Reads {@code conv}. */
  public Upsample(Weights weights, int channels) {
    this(weights.at("conv").convolution(channels, channels, 3));
  }

  /** Reads a convolution without bias. */
  public static Upsample unbiased(Weights weights, int channels) {
    return new Upsample(weights.list(weights.tensor("weight", channels, channels, 3, 3)));
  }

  /** Enlarges. */
  public NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, "upsample", x, weights);
  }

  /** Enlarges to just this size, for what was halved from an odd number. */
  public NDArray apply(NDManager scope, NDArray x, long height, long width) {
    return Kernels.call(scope, "upsample_to", x, (int) height, (int) width, weights);
  }

  /** Enlarges bands. */
  public Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole(this::apply);
    }
    return x.convolved(
        (scope, rows, top, bottom) ->
            Kernels.call(scope, "band_upsample", rows, weights, top, bottom));
  }
}

package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;

/**
 * The last three layers of a UNet or of half an autoencoder: {@code conv_norm_out}, SiLU, {@code
 * conv_out}: (B, in, H, W) to (B, out, H, W).
 */
public final class NormedConvolution {

  private final TensorList weights;
  private final int groups;
  private final double epsilon;

  /** Reads both layers. */
  public NormedConvolution(Weights weights, int in, int out, int groups, double epsilon) {
    Weights norm = weights.at("conv_norm_out");
    Weights conv = weights.at("conv_out");
    this.weights =
        weights.list(
            norm.tensor("weight", in),
            norm.tensor("bias", in),
            conv.tensor("weight", out, in, 3, 3),
            conv.tensor("bias", out));
    this.groups = groups;
    this.epsilon = epsilon;
  }

  /** Applies all three. */
  public NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, "norm_silu_conv", x, weights, groups, epsilon);
  }

  /** Applies all three to bands. */
  public Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole(this::apply);
    }
    NDArray moments = x.moments(groups);
    return x.convolved(
        (scope, rows, top, bottom) ->
            Kernels.call(
                scope, "band_norm_silu_conv", rows, moments, weights, 0, epsilon, top, bottom));
  }
}

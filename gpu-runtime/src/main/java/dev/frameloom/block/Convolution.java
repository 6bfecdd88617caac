package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;

/** A convolution: (B, in, H, W) to (B, out, H', W'). */
public final class Convolution {

  private final TensorList weights;
  private final int stride;
  private final int padding;

  private Convolution(TensorList weights, int stride, int padding) {
    this.weights = weights;
    this.stride = stride;
    this.padding = padding;
  }

  /** A square kernel with bias that keeps the size at stride 1. */
  public Convolution(Weights weights, int in, int out, int kernel, int stride) {
    this(weights, in, out, kernel, stride, kernel / 2);
  }

  /** With its padding. */
  public Convolution(Weights weights, int in, int out, int kernel, int stride, int padding) {
    this(weights.convolution(out, in, kernel), stride, padding);
  }

  /** A square kernel without bias that keeps the size at stride 1. */
  public static Convolution unbiased(Weights weights, int in, int out, int kernel, int stride) {
    TensorList list = weights.list(weights.tensor("weight", out, in, kernel, kernel));
    return new Convolution(list, stride, kernel / 2);
  }

  /** Convolves (B, in, H, W). */
  public NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, "conv", x, weights, stride, padding);
  }

  /** Convolves bands: 3×3 only, at stride 2 in bands of an even number of rows. */
  public Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole(this::apply);
    }
    if (stride > 2 || padding != 1) {
      throw new IllegalStateException(
          "bands: expected stride 1 or 2 and padding 1, found " + stride + " and " + padding);
    }
    String kernel = stride == 1 ? "band_conv" : "band_half";
    return x.convolved(
        (scope, rows, top, bottom) -> Kernels.call(scope, kernel, rows, weights, top, bottom));
  }
}

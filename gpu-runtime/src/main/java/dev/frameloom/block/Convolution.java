package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;

/** A convolution with bias: (B, in, H, W) to (B, out, H', W'). */
public final class Convolution {

  private final TensorList weights;
  private final int stride;
  private final int padding;

  /** A square kernel that keeps the size at stride 1. */
  public Convolution(Weights weights, int in, int out, int kernel, int stride) {
    this(weights, in, out, kernel, stride, kernel / 2);
  }

  /** With its padding. */
  public Convolution(Weights weights, int in, int out, int kernel, int stride, int padding) {
    this.weights = weights.convolution(out, in, kernel);
    this.stride = stride;
    this.padding = padding;
  }

  /** Convolves (B, in, H, W). */
  public NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, "conv", x, weights, stride, padding);
  }

  /** Convolves bands; 3×3 kernels of stride 1 only. */
  public Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole(this::apply);
    }
    if (stride != 1 || padding != 1) {
      throw new IllegalStateException("a convolution of bands has stride 1 and padding 1");
    }
    return x.convolved(
        (scope, rows, top, bottom) -> Kernels.call(scope, "band_conv", rows, weights, top, bottom));
  }
}

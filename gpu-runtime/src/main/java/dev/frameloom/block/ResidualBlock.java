package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Group norm, SiLU, convolution, twice, beside a shortcut: (B, in, H, W) to (B, out, H, W). The
 * shortcut is a 1×1 convolution where in and out differ. A block with time embedding can also be
 * applied in three parts that come to the same: {@link #normed}, {@link #inner}, {@link #joined}.
 */
public final class ResidualBlock {

  /** Where the second norm is among the weights of a block without time embedding. */
  private static final int SECOND = 4;

  private final TensorList weights;
  private final boolean widening;
  private final int groups;
  private final double epsilon;

  /**
   * What a residual block is made of.
   *
   * @param in channels that come in
   * @param out channels that go out
   * @param time size of the time embedding; 0 where there is none
   * @param groups of the group norms
   * @param epsilon of the group norms
   */
  public record Size(int in, int out, int time, int groups, double epsilon) {}

  /** Reads {@code norm1}, {@code conv1}, {@code time_emb_proj}, {@code norm2} … */
  public ResidualBlock(Weights weights, Size size) {
    int out = size.out();
    List<NDArray> tensors = new ArrayList<>();
    add(tensors, weights.at("norm1"), size.in());
    convolution(tensors, weights.at("conv1"), size, size.in());
    if (size.time() > 0) {
      add(tensors, weights.at("time_emb_proj"), out, size.time());
    }
    add(tensors, weights.at("norm2"), out);
    convolution(tensors, weights.at("conv2"), size, out);
    if (size.in() != out) { // and so the last of the list
      add(tensors, weights.at("conv_shortcut"), out, size.in(), 1, 1);
    }
    this.weights = new TensorList(weights.owner(), tensors);
    widening = size.in() != out;
    groups = size.groups();
    epsilon = size.epsilon();
  }

  /** Packed in a UNet only: in an autoencoder pictures are large beside weights. */
  private static void convolution(List<NDArray> tensors, Weights weights, Size size, int in) {
    if (size.time() == 0) {
      add(tensors, weights, size.out(), in, 3, 3);
      return;
    }
    tensors.add(weights.packed("weight", size.out(), in));
    tensors.add(weights.tensor("bias", size.out()));
  }

  private static void add(List<NDArray> tensors, Weights weights, long... shape) {
    tensors.add(weights.tensor("weight", shape));
    tensors.add(weights.tensor("bias", shape[0]));
  }

  /** Without time embedding: (B, in, H, W) to (B, out, H, W). */
  public NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, "residual_block", x, weights, groups, epsilon);
  }

  /** Without time embedding, on bands. */
  public Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole(this::apply);
    }
    Bands h = x.none();
    Bands shortcut = widening ? x.none() : x;
    NDArray moments = x.moments(groups);
    for (int i = 0; i < x.count(); i++) {
      h.add(normedConvolution(x, i, moments, 0));
      if (widening) {
        shortcut.add(Kernels.call(x.scope(), "band_shortcut", x.band(i), weights));
        x.release(i);
      }
    }
    return sum(h, shortcut);
  }

  /** The second half: shortcut + convolution of the normed h. Consumes both. */
  private Bands sum(Bands h, Bands shortcut) {
    Bands result = h.none();
    NDArray moments = h.moments(groups);
    for (int i = 0; i < h.count(); i++) {
      try (NDArray convolved = normedConvolution(h, i, moments, SECOND);
          NDArray beside = shortcut.band(i)) {
        result.add(Kernels.call(h.scope(), "add", beside, convolved));
      }
      h.release(i);
    }
    h.close();
    shortcut.close();
    return result;
  }

  private NDArray normedConvolution(Bands x, int index, NDArray moments, int at) {
    return x.convolved(
        x.scope(),
        index,
        (scope, rows, top, bottom) ->
            Kernels.call(
                scope, "band_norm_silu_conv", rows, moments, weights, at, epsilon, top, bottom));
  }

  /**
   * With time embedding.
   *
   * @param time (1, T), after SiLU
   */
  public NDArray apply(NDManager scope, NDArray x, NDArray time) {
    return Kernels.call(scope, "timed_residual_block", x, time, weights, groups, epsilon);
  }

  /** SiLU of the first group norm: (B, in, H, W) to the same. The first of three parts. */
  public NDArray normed(NDManager scope, NDArray x) {
    return Kernels.call(scope, "residual_normed", x, weights, groups, epsilon);
  }

  /** From the first convolution to the second: (B, in, H, W) to (B, out, H, W). */
  public NDArray inner(NDManager scope, NDArray normed, NDArray time) {
    return Kernels.call(scope, "timed_residual_inner", normed, time, weights, groups, epsilon);
  }

  /** The shortcut of x, and a result of {@link #inner} beside it: (B, out, H, W). */
  public NDArray joined(NDManager scope, NDArray x, NDArray result) {
    return Kernels.call(scope, "timed_residual_joined", x, result, weights);
  }
}

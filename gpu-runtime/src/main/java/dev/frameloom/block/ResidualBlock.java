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

  private final TensorList weights;
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
    add(tensors, weights.at("conv1"), out, size.in(), 3, 3);
    if (size.time() > 0) {
      add(tensors, weights.at("time_emb_proj"), out, size.time());
    }
    add(tensors, weights.at("norm2"), out);
    add(tensors, weights.at("conv2"), out, out, 3, 3);
    if (size.in() != out) {
      add(tensors, weights.at("conv_shortcut"), out, size.in(), 1, 1);
    }
    this.weights = new TensorList(weights.owner(), tensors);
    groups = size.groups();
    epsilon = size.epsilon();
  }

  private static void add(List<NDArray> tensors, Weights weights, long... shape) {
    tensors.add(weights.tensor("weight", shape));
    tensors.add(weights.tensor("bias", shape[0]));
  }

  /** Without time embedding: (B, in, H, W) to (B, out, H, W). */
  public NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, "residual_block", x, weights, groups, epsilon);
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

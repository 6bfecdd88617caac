package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.function.Function;

/** Which of the flows around a pixel each of the 8 × 8 pixels that it stands for has, by shares. */
final class FlowMask {

  /** The authors' balance of gradients, which has become part of the weights. */
  private static final double SHARE = 0.25;

  private static final int HIDDEN = 256;

  private final TensorList hidden;
  private final Convolution mask;

  FlowMask(Function<String, Weights> at, int state) {
    hidden = at.apply("mask.0").convolution(HIDDEN, state, 3);
    mask = new Convolution(at.apply("mask.2"), HIDDEN, Raft.FACTOR * Raft.FACTOR * 9, 1, 1);
  }

  /** Flow (B, 2, h, w) to (B, 2, 8·h, 8·w), by the last state. */
  NDArray enlarged(NDManager scope, NDArray flow, NDArray state) {
    NDArray shares = mask.apply(scope, Kernels.call(scope, "conv_relu", state, hidden));
    return Kernels.call(scope, "convex_enlarged", flow, shares, Raft.FACTOR, SHARE);
  }
}

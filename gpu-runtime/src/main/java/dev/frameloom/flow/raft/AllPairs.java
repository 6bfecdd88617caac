package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;

/** Products of all pairs of pixels, made once. */
final class AllPairs implements Correlation {

  private final TensorList pyramid;

  /**
   * Makes them.
   *
   * @param scope what they belong to
   * @param first features (B, C, h, w)
   * @param second the same
   */
  AllPairs(NDManager scope, NDArray first, NDArray second) {
    pyramid = new TensorList(scope, Kernels.callTuple(scope, "correlation_pyramid", first, second));
  }

  @Override
  public NDArray around(NDManager scope, NDArray places, int radius) {
    return Kernels.call(scope, "correlation_around", pyramid, places, radius);
  }
}

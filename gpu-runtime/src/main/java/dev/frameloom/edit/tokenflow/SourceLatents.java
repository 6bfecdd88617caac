package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Inverted latents of source frames. */
@FunctionalInterface
interface SourceLatents {

  /**
   * Latents at a step.
   *
   * @param scope what the result is attached to
   * @param frames n indexes
   * @param step of the sampler
   * @return (n, C, h, w)
   */
  NDArray at(NDManager scope, List<Integer> frames, int step);
}

package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;

/** Finds for each token of frames the token of a keyframe that is most like it. */
@FunctionalInterface
interface NearestTokens {

  /** By the largest cosine; of equal ones the first. */
  NearestTokens EXACT =
      (scope, at, tokens, keyframe) ->
          Kernels.call(
              scope,
              "nearest_tokens",
              tokens,
              keyframe,
              tile(Math.toIntExact(keyframe.getShape().get(0))));

  /** Cosines that are there at once: 16 MB in single precision. */
  int COSINES = 1 << 22;

  /**
   * Where in a step a search is done; what is found does not depend on it.
   *
   * @param step number of the step
   * @param flow number of the {@link StepPlan.FlowCall}
   * @param path of the self attention
   * @param other whether the keyframe is the call's second
   */
  record Place(int step, int flow, String path, boolean other) {}

  /**
   * Searches.
   *
   * @param scope what the result is attached to
   * @param place where this is
   * @param tokens (n, S, C) of length 1
   * @param keyframe (S, C) of length 1
   * @return (n·S), whole numbers of 0 to S − 1
   */
  NDArray find(NDManager scope, Place place, NDArray tokens, NDArray keyframe);

  private static int tile(int tokens) {
    return Math.max(64, COSINES / tokens);
  }
}

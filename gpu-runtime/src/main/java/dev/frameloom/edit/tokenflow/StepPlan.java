package dev.frameloom.edit.tokenflow;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is computed in one denoising step, by indexes of frames: keyframes first, call after call,
 * then the frames whose attention is taken from theirs.
 *
 * @param keyframes calls in which self attention is computed
 * @param flows calls in which it is found in a keyframe's
 */
record StepPlan(List<KeyframeCall> keyframes, List<FlowCall> flows) {

  StepPlan {
    keyframes = List.copyOf(keyframes);
    flows = List.copyOf(flows);
  }

  /**
   * Frames that go through the model with self attention of their own.
   *
   * @param frames in the order of their rows
   * @param sees earlier calls, by number, whose frames their edited branches attend to as well
   * @param joint whether the frames attend to each other
   * @param advances whether this is the frames' step; otherwise it only serves those that flow
   */
  record KeyframeCall(List<Integer> frames, List<Integer> sees, boolean joint, boolean advances) {

    KeyframeCall {
      frames = List.copyOf(frames);
      sees = List.copyOf(sees);
    }
  }

  /**
   * Frames whose every token takes the attention result of the nearest token of a keyframe, or a
   * blend of two keyframes'.
   *
   * @param frames in the order of their rows
   * @param own a keyframe
   * @param other another keyframe, if the results are blended
   * @param ownWeights share of the first keyframe's result for each frame, where there are two
   */
  record FlowCall(List<Integer> frames, int own, OptionalInt other, List<Double> ownWeights) {

    FlowCall {
      frames = List.copyOf(frames);
      ownWeights = List.copyOf(ownWeights);
      if (other.isPresent() && ownWeights.size() != frames.size()) {
        throw new IllegalArgumentException(
            "expected a weight for each of %d frames, found %d"
                .formatted(frames.size(), ownWeights.size()));
      }
    }

    /** Whether its frames flow from one of these. */
    boolean isFrom(List<Integer> keyframes) {
      return keyframes.contains(own) || (other.isPresent() && keyframes.contains(other.getAsInt()));
    }

    /** From a single keyframe. */
    static FlowCall of(List<Integer> frames, int own) {
      return new FlowCall(frames, own, OptionalInt.empty(), List.of());
    }
  }
}

package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Which frames of a window are computed, and how. A function of the window and the edit.
 *
 * @param frames all that are computed; everything else has indexes into them
 * @param alone frames that other windows compute as well, and that must come out there to the last
 *     bit as here: they have calls of their own, since the rows of a call influence each other's
 *     last bits
 * @param published frames that the window publishes, ascending
 * @param keyframes frames that count as keyframes, for whoever looks at the result
 * @param held keyframes of which features are kept during a step
 * @param largestCall frames in the largest call that can't be split
 * @param planners say what is computed in each step, for a number of frames in calls that can be
 *     split
 */
record Layout(
    List<SourceFrame> frames,
    Set<Integer> alone,
    List<Integer> published,
    Set<Integer> keyframes,
    int held,
    int largestCall,
    IntFunction<StepPlanner> planners) {

  Layout {
    frames = List.copyOf(frames);
    published = List.copyOf(published);
    keyframes = Set.copyOf(keyframes);
  }

  /**
   * What is computed in each step.
   *
   * @param batch frames in calls that can be split
   */
  StepPlanner planner(int batch) {
    return planners.apply(batch);
  }

  /** Frames by themselves. */
  static Layout ofClip(
      List<SourceFrame> frames,
      Set<Integer> keyframes,
      int held,
      int largestCall,
      IntFunction<StepPlanner> planners) {
    List<Integer> all = StreamFrames.between(-1, frames.size());
    return new Layout(frames, Set.of(), all, keyframes, held, largestCall, planners);
  }
}

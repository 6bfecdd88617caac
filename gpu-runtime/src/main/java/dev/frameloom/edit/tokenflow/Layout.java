package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import java.util.List;
import java.util.Set;

/** Which frames of a window are computed, and how. A function of the window and the edit. */
interface Layout {

  /** All frames that are computed; plans have indexes into them. */
  List<SourceFrame> frames();

  /**
   * Indexes of the frames that other windows compute as well, and that must come out there to the
   * last bit as here: they have calls of their own, since the rows of a call influence each other's
   * last bits.
   */
  Set<Integer> alone();

  /** Indexes of the frames that the window publishes, ascending. */
  List<Integer> published();

  /** Whether a frame counts as a keyframe, for whoever looks at the result. */
  boolean isKeyframe(int frame);

  /** Keyframes of which features are kept during a step. */
  int held();

  /** Frames in the largest call that can't be split. */
  int largestCall();

  /**
   * What is computed in each step.
   *
   * @param batch frames in calls that can be split
   */
  StepPlanner planner(int batch);
}

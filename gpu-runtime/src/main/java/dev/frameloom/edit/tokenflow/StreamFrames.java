package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A window of a stream: its frames, and the revision's anchor after them where it is none of them.
 *
 * <p>The anchor sees itself, a boundary keyframe the anchor and itself. So a boundary depends on
 * those two frames alone, and is the same in both windows that share it. Whatever else is in the
 * window sees them.
 *
 * @param window the window
 * @param frames of the window, and perhaps the anchor
 */
record StreamFrames(WindowEdit window, List<SourceFrame> frames) {

  static StreamFrames of(WindowEdit window) {
    List<SourceFrame> frames = new ArrayList<>(window.frames());
    if (window.anchor().sequence() != frames.get(0).sequence()) {
      frames.add(new SourceFrame(window.anchor().sequence(), window.anchorPicture()));
    }
    return new StreamFrames(window, List.copyOf(frames));
  }

  /** Index of the window's last frame. */
  int last() {
    return window.frames().size() - 1;
  }

  int anchor() {
    return frames.size() > window.frames().size() ? frames.size() - 1 : 0;
  }

  /** Anchor, first and last frame, each once. */
  Set<Integer> shared() {
    return new LinkedHashSet<>(List.of(anchor(), 0, last()));
  }

  /** Indexes of the frames from a bound to another, both left out. */
  static List<Integer> between(int from, int to) {
    return IntStream.range(from + 1, to).boxed().toList();
  }

  private List<Integer> published() {
    return IntStream.range(window.publishFrom(), window.frames().size()).boxed().toList();
  }

  /**
   * A layout of these frames.
   *
   * @param inside keyframes in one call beside the shared ones
   */
  Layout layout(int inside, IntFunction<StepPlanner> planners) {
    return new Layout(
        frames,
        shared(),
        published(),
        new HashSet<>(window.keyframes()),
        shared().size() + inside,
        Math.max(1, inside),
        planners);
  }

  /** A call for each shared frame, the anchor's first. */
  List<KeyframeCall> sharedCalls() {
    List<KeyframeCall> calls = new ArrayList<>();
    for (int frame : shared()) {
      List<Integer> sees = calls.isEmpty() ? List.of() : List.of(0);
      calls.add(new KeyframeCall(List.of(frame), sees, false, true));
    }
    return calls;
  }

  /** Numbers of the calls up to one. */
  static List<Integer> callsBefore(int call) {
    return IntStream.range(0, call).boxed().toList();
  }

  /** Distance in frames of the stream, of which some may be missing. */
  double distance(int one, int other) {
    return Math.abs(frames.get(one).sequence() - frames.get(other).sequence());
  }
}

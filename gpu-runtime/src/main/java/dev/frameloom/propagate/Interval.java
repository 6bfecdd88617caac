package dev.frameloom.propagate;

import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * From one keyframe to the next.
 *
 * @param sources the first keyframe's, those of the frames between, the last keyframe's
 * @param steps flow from each source to the next, both ways
 */
record Interval(List<Picture> sources, List<FlowPair> steps) {

  Interval {
    sources = List.copyOf(sources);
    steps = List.copyOf(steps);
  }

  /**
   * Finds the flows.
   *
   * @throws CancellationException where the thread is interrupted, which it stays
   */
  static Interval of(List<Picture> sources, OpticalFlow flow) {
    List<FlowPair> steps = new ArrayList<>();
    for (int i = 1; i < sources.size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
      steps.add(flow.pair(sources.get(i - 1), sources.get(i)));
    }
    return new Interval(sources, steps);
  }

  /** The same from the last keyframe to the first. */
  Interval reversed() {
    List<Picture> back = new ArrayList<>(sources);
    Collections.reverse(back);
    List<FlowPair> backSteps = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      backSteps.add(steps.get(i).reversed());
    }
    return new Interval(back, backSteps);
  }

  /** How many frames lie between the keyframes. */
  int frames() {
    return sources.size() - 2;
  }
}

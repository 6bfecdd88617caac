package dev.frameloom.propagate;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.NearestWarp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Of two paintings of each frame, which pixels are taken of the second: those whose error, weighed
 * by nearness in time, is not the larger one, and those that show what was taken of it before. What
 * has gone over does not come back, so that a place does not flicker between both.
 */
final class PixelChoice {

  private PixelChoice() {}

  /**
   * Chooses for all frames of an interval.
   *
   * @param first (H, W) errors of the frames painted from the first keyframe, in order of time
   * @param second (H, W) errors of those painted from the last keyframe, in order of time, too
   * @param back from each frame to the one before; that of the first frame is not looked at
   * @return for each frame the pixels of the second painting
   */
  static List<BitSet> of(
      List<float[]> first, List<float[]> second, List<FlowField> back, Variant variant) {
    int frames = first.size();
    List<BitSet> choices = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      BitSet better =
          better(
              first.get(i),
              second.get(variant.errorsFromLast(i, frames)),
              variant.position(i, frames));
      if (i > 0) {
        better.or(NearestWarp.of(choices.get(i - 1), back.get(i)));
      }
      choices.add(better);
    }
    return choices;
  }

  private static BitSet better(float[] first, float[] second, double position) {
    BitSet better = new BitSet(first.length);
    for (int i = 0; position > 0 && i < first.length; i++) {
      better.set(i, !(position * first[i] < (1 - position) * second[i]));
    }
    return better;
  }
}

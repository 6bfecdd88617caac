package dev.frameloom.metric;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.Visibility;
import java.util.BitSet;

/**
 * How the source moved from one frame to the next, on the grid of the later one: an edit is warped
 * from there to here.
 *
 * @param back from the later frame to the earlier one
 * @param visible which of the later frame's pixels are to be seen in the earlier one
 */
public record FrameMotion(FlowField back, Visibility visible) {

  public FrameMotion {
    if (back.width() != visible.width() || back.height() != visible.height()) {
      throw new IllegalArgumentException(
          "expected visibility of %dx%d, found %dx%d"
              .formatted(back.width(), back.height(), visible.width(), visible.height()));
    }
  }

  /** Pixels whose flow is a number and ends inside of the picture, seen there or not. */
  BitSet inside() {
    int width = back.width();
    float[] vectors = back.vectors();
    BitSet inside = new BitSet(vectors.length / 2);
    for (int i = 0; i < vectors.length / 2; i++) {
      int y = i / width;
      float u = i - y * width + vectors[2 * i];
      float v = y + vectors[2 * i + 1];
      // false for what is not a number
      if (u >= 0 && v >= 0 && u <= width - 1 && v <= back.height() - 1) {
        inside.set(i);
      }
    }
    return inside;
  }
}

package dev.frameloom.windowing;

import java.util.ArrayList;
import java.util.List;

/** Which frames of a window are keyframes. */
public final class Keyframes {

  private Keyframes() {}

  /**
   * Every {@code interval}-th frame from the first on, and the last.
   *
   * @param frames frames in the window; none gives no keyframes
   * @return indexes, ascending
   */
  public static List<Integer> indexes(int frames, int interval) {
    List<Integer> indexes = new ArrayList<>();
    for (int index = 0; index < frames; index += interval) {
      indexes.add(index);
    }
    if (frames > 0 && indexes.get(indexes.size() - 1) != frames - 1) {
      indexes.add(frames - 1);
    }
    return indexes;
  }

  /** Keyframes of the longest window there may be, both boundary keyframes counted. */
  public static int most(int interval) {
    return Math.max(2, (EditSpecs.MAX_WINDOW_FRAMES - 1) / interval + 1);
  }

  /** Frames of a full window, both boundary keyframes counted. */
  public static int fullWindow(int keyframes, int interval) {
    return (keyframes - 1) * interval + 1;
  }
}

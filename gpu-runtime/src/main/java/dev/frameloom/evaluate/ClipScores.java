package dev.frameloom.evaluate;

import dev.frameloom.style.Style;
import java.util.List;

/**
 * Measures of one clip at one size.
 *
 * @param clip its name
 * @param size of the frames, pixels
 * @param frames in order
 */
public record ClipScores(String clip, int size, List<FrameScores> frames) {

  public ClipScores {
    frames = List.copyOf(frames);
  }

  /** Means over the frames. */
  public FrameMeans frameMeans() {
    return FrameMeans.of(frames);
  }

  /** Means over the frames and all their styles. */
  public EditMeans editMeans() {
    return EditMeans.of(frames, it -> true);
  }

  /** Means over the frames, edited to one style. */
  public EditMeans editMeans(Style style) {
    return EditMeans.of(frames, it -> it == style);
  }
}

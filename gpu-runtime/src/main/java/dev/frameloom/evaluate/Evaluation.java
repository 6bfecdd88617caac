package dev.frameloom.evaluate;

import dev.frameloom.style.Style;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that was measured.
 *
 * @param clips each clip at each size
 */
public record Evaluation(List<ClipScores> clips) {

  public Evaluation {
    clips = List.copyOf(clips);
  }

  /** Means over all frames, and the largest shift of any. */
  public FrameMeans frameMeans() {
    return FrameMeans.of(frames().toList());
  }

  /** Means over all edited frames. */
  public EditMeans editMeans() {
    return EditMeans.of(frames().toList(), it -> true);
  }

  /** Means over all frames that were edited to a style. */
  public EditMeans editMeans(Style style) {
    return EditMeans.of(frames().toList(), it -> it == style);
  }

  private Stream<FrameScores> frames() {
    return clips.stream().flatMap(it -> it.frames().stream());
  }
}

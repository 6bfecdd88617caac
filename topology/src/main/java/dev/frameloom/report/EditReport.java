package dev.frameloom.report;

import dev.frameloom.metric.Detail;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What an evaluation found.
 *
 * @param frames pairs of frames that were looked at
 * @param pairs neighbouring frames whose warp error counts
 * @param cuts scene cuts of the source, across which nothing is compared
 * @param width of the frames, pixels
 * @param height of the frames, pixels
 * @param figures in order; empty where there was too little to measure
 * @param sourceWarpError the source's own, which flow and interpolation can't explain
 * @param sourceDigest SHA-256 over the pixels of the source's frames as they were compared
 * @param editedDigest that of the edited ones
 * @param scenes what a page shows of them
 */
public record EditReport(
    long frames,
    long pairs,
    long cuts,
    int width,
    int height,
    Map<Figure, OptionalDouble> figures,
    OptionalDouble sourceWarpError,
    String sourceDigest,
    String editedDigest,
    Scenes scenes) {

  /**
   * What there is to see.
   *
   * @param sheet frames from all over the video
   * @param curve warp errors, and what there is to see, over time
   * @param curveStride how many pairs of frames a point of the curve stands for
   * @param slice one row over time
   * @param worst frames with the largest warp errors, the largest first
   */
  record Scenes(
      List<SheetColumn> sheet,
      List<CurvePoint> curve,
      long curveStride,
      TimeSlice slice,
      List<WorstFrame> worst) {

    Scenes {
      sheet = List.copyOf(sheet);
      curve = List.copyOf(curve);
      worst = List.copyOf(worst);
    }
  }

  /** The numbers and seconds of the worst frames, and their errors, the largest first. */
  public List<Jolt> jolts() {
    return scenes.worst().stream()
        .map(it -> new Jolt(it.frame(), it.seconds(), it.error(), it.shown()))
        .toList();
  }

  /**
   * A frame that is unlike the one before.
   *
   * @param frame number of the frame
   * @param seconds when it is shown
   * @param warpError between the two
   * @param shown what the frame shows of its source
   */
  public record Jolt(long frame, double seconds, double warpError, Detail shown) {}
}

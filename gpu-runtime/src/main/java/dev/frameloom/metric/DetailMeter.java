package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures {@link Detail} of an edited video, frame by frame: memory does not grow with it. For one
 * thread.
 */
public final class DetailMeter {

  private final RunningMean correlations = new RunningMean();
  private Sharpness source = Sharpness.NONE;
  private Sharpness edited = Sharpness.NONE;
  private long frames;

  /** A meter that has seen nothing. */
  public DetailMeter() {}

  /**
   * Takes the next frame, and its edit.
   *
   * @return that of this frame
   * @throws IllegalArgumentException if they differ in size
   */
  public Detail add(Picture sourceFrame, Picture editedFrame) {
    Raster sourceLuma = Raster.of(sourceFrame).luma();
    Raster editedLuma = Raster.of(editedFrame).luma();
    EdgeMap edges = EdgeMap.of(sourceLuma);
    double correlation = edges.correlation(EdgeMap.of(editedLuma));
    OptionalDouble held = edges.isBlank() ? OptionalDouble.empty() : OptionalDouble.of(correlation);
    held.ifPresent(correlations::add);
    Sharpness before = Sharpness.of(sourceLuma);
    Sharpness after = Sharpness.of(editedLuma);
    source = source.plus(before);
    edited = edited.plus(after);
    frames++;
    return new Detail(held, after.sobelRatio(before), after.highFrequencyRatio(before));
  }

  /**
   * That of all frames so far: of correlations the mean over the frames whose source has edges, of
   * energies the edit's mean by the source's, so that frames with little to see weigh little. Empty
   * before the first.
   */
  public Optional<Detail> mean() {
    if (frames == 0) {
      return Optional.empty();
    }
    Sharpness before = source.over(frames);
    Sharpness after = edited.over(frames);
    return Optional.of(
        new Detail(
            correlations.value(), after.sobelRatio(before), after.highFrequencyRatio(before)));
  }
}

package dev.frameloom.report;

import dev.frameloom.image.Picture;
import java.util.List;

/**
 * One row of a video over time: each frame's row stands up as a column, its left end above. Frames
 * are left out of a long video, never mixed, so that flicker stays to be seen.
 *
 * @param row which row, from 0
 * @param stride every how manieth frame is there
 * @param moments when its columns' frames are shown, in order
 * @param source the source's, as many columns wide as there are moments
 * @param edited that of the edit
 */
public record TimeSlice(
    int row, long stride, List<Moment> moments, Picture source, Picture edited) {

  public TimeSlice {
    moments = List.copyOf(moments);
  }

  /** When a frame is shown. */
  public record Moment(long frame, double seconds) {}
}

package dev.frameloom.media;

import dev.frameloom.image.Picture;

/**
 * A picture and when it is shown.
 *
 * @param picture its pixels; whoever holds the frame owns them
 * @param captureTimeUs presentation time in the container's clock, microseconds; strictly
 *     increasing within a source
 * @param durationUs how long it is shown, microseconds; 0 where unknown
 */
public record VideoFrame(Picture picture, long captureTimeUs, long durationUs) {

  public VideoFrame {
    if (durationUs < 0) {
      throw new IllegalArgumentException("a frame is shown for " + durationUs + " microseconds");
    }
  }
}

package dev.frameloom.media;

import dev.frameloom.image.Orientation;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A decoded frame in the decoder's own pixel format.
 *
 * @param pixels belongs to the {@link RawFrames} that gave it, and holds until its next call
 * @param timeUs presentation time, microseconds
 * @param durationUs how long it is shown by what the source says of this frame alone, microseconds;
 *     0 where unknown
 * @param orientation how the pixels are shown
 */
record RawFrame(AVFrame pixels, long timeUs, long durationUs, Orientation orientation) {

  /** A frame that is shown as it is stored. */
  RawFrame(AVFrame pixels, long timeUs, long durationUs) {
    this(pixels, timeUs, durationUs, Orientation.UPRIGHT);
  }
}

package dev.frameloom.propagate;

import dev.frameloom.image.Picture;
import dev.frameloom.patch.Synthesis;

/**
 * A frame as painted from one keyframe: of a synthesis what the blend needs.
 *
 * @param picture (H, W, 3)
 * @param error (H, W) of the patch around each pixel
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
record Painting(Picture picture, float[] error) {

  static Painting of(Synthesis made) {
    return new Painting(made.picture(), made.error());
  }
}

package dev.frameloom.patch;

import dev.frameloom.image.Picture;

/**
 * A synthesized picture. The arrays are not copied, and no one changes them.
 *
 * @param picture (H, W, 3), on the targets' grid
 * @param error (H, W) error of the patch around each pixel: squared differences of levels,
 *     weighted, summed over patch and channels; as it was before the last vote
 * @param matches (H, W) centre of each patch's match in the style, {@code x + (y << 16)}
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
public record Synthesis(Picture picture, float[] error, int[] matches) {

  /** The mean error of a patch. */
  public double meanError() {
    double sum = 0;
    for (float one : error) {
      sum += one;
    }
    return sum / error.length;
  }
}

package dev.frameloom.patch;

/**
 * The error of a patch: squared differences of levels, weighted by channel, summed over its pixels.
 * Whole numbers, so that a patch's error is exact however it was come by.
 *
 * <p>The target has a border of the patch's radius, which repeats its outermost pixels; the source
 * has none, since patches of it lie inside.
 */
final class PatchDistance {

  private final int radius;
  private final int channels;
  private final int[] weights;
  private final byte[] target;
  private final int targetStride;
  private final byte[] source;
  private final int sourceStride;

  /**
   * Reads arrays that others may change between searches.
   *
   * @param weights (C), such that no patch's error is beyond 2^31
   * @param target (H + 2 radius, W + 2 radius, C)
   * @param targetWidth W + 2 radius
   * @param source (H', W', C)
   */
  PatchDistance(
      int radius, int[] weights, byte[] target, int targetWidth, byte[] source, int sourceWidth) {
    this.radius = radius;
    this.channels = weights.length;
    this.weights = weights;
    this.target = target;
    this.targetStride = targetWidth * channels;
    this.source = source;
    this.sourceStride = sourceWidth * channels;
  }

  /**
   * The error of matching the patch around a target's pixel with that around a source's.
   *
   * @param limit rows are summed until they exceed this
   * @return the error where it is at most the limit; else something above the limit
   */
  int of(int tx, int ty, int sx, int sy, double limit) {
    int t = ty * targetStride + tx * channels; // the border shifts it by the radius up and left
    int s = (sy - radius) * sourceStride + (sx - radius) * channels;
    int length = (2 * radius + 1) * channels;
    int error = 0;
    for (int row = -radius; row <= radius; row++) {
      error += run(t, s, length);
      if (error > limit) {
        return error;
      }
      t += targetStride;
      s += sourceStride;
    }
    return error;
  }

  /**
   * The error of a patch one pixel beside another, matched one pixel beside the other's match: the
   * column that it gains less the one that it loses.
   *
   * @param error the other patch's
   * @param tx column of the new patch
   * @param step 1 if the new patch is to the right of the other, -1 to the left
   */
  int besideColumn(int error, int tx, int ty, int sx, int sy, int step) {
    int lost = step > 0 ? -radius - 1 : radius + 1;
    int gained = step > 0 ? radius : -radius;
    int t = ty * targetStride + (tx + radius) * channels;
    int s = (sy - radius) * sourceStride + sx * channels;
    int changed = error;
    for (int row = -radius; row <= radius; row++) {
      changed += run(t + gained * channels, s + gained * channels, channels);
      changed -= run(t + lost * channels, s + lost * channels, channels);
      t += targetStride;
      s += sourceStride;
    }
    return changed;
  }

  /** As {@link #besideColumn}, with the new patch below (step 1) or above (-1). */
  int besideRow(int error, int tx, int ty, int sx, int sy, int step) {
    int lost = step > 0 ? -radius - 1 : radius + 1;
    int gained = step > 0 ? radius : -radius;
    int t = (ty + radius) * targetStride + tx * channels;
    int s = sy * sourceStride + (sx - radius) * channels;
    int length = (2 * radius + 1) * channels;
    return error
        + run(t + gained * targetStride, s + gained * sourceStride, length)
        - run(t + lost * targetStride, s + lost * sourceStride, length);
  }

  /** The error of pixels in a row; the length is whole pixels. */
  private int run(int t, int s, int length) {
    int error = 0;
    for (int from = 0; from < length; from += channels) {
      for (int c = 0; c < channels; c++) {
        int difference = (target[t + from + c] & 0xff) - (source[s + from + c] & 0xff);
        error += weights[c] * difference * difference;
      }
    }
    return error;
  }
}

package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * How similar each pixel of the first pictures is to those around a place in the second ones, at
 * four sizes of these: products of features over √C.
 */
interface Correlation {

  /** Sizes of the second picture, each half of the one before. */
  int LEVELS = 4;

  /**
   * Looks around places.
   *
   * @param places (B, 2, h, w), x first, in pixels of the features
   * @param radius in pixels of each level
   * @return (B, 4·(2·radius + 1)², h, w)
   */
  NDArray around(NDManager scope, NDArray places, int radius);

  /**
   * Bytes that products of all pairs of pixels take, with the halved ones. They grow with the
   * fourth power of the side: 90 MB for 512×512 pixels, 1.1 GB for 1280×720, 5.6 GB for 1920×1080.
   *
   * @param pairs B
   */
  static long bytes(long pairs, long height, long width) {
    long pixels = height * width;
    long all = 0;
    for (int level = 0; level < LEVELS; level++) {
      all += 4 * pixels * (height >> level) * (width >> level);
    }
    return pairs * all;
  }
}

package dev.frameloom.flow.gmflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How features are cut into windows, K across and K down.
 *
 * @param height rows of features
 * @param width columns
 * @param splits K; divides both
 * @param shifted whether the picture is moved by half a window first, so that what was at the
 *     windows' borders is inside
 */
record WindowGrid(int height, int width, int splits, boolean shifted) {

  /** Rows by which the picture is moved up. */
  int up() {
    return shifted ? height / splits / 2 : 0;
  }

  /** Columns by which it is moved to the left. */
  int left() {
    return shifted ? width / splits / 2 : 0;
  }

  /** Tokens of a window. */
  int tokens() {
    return height / splits * (width / splits);
  }

  /**
   * Numbers of regions: where the moved picture comes in from the other side, a window holds tokens
   * that are no neighbours, and these have different numbers.
   *
   * @return (K·K, tokens)
   */
  NDArray regions(NDManager scope) {
    int rows = height / splits;
    int columns = width / splits;
    float[] regions = new float[height * width];
    for (int i = 0; i < regions.length; i++) {
      int window = i / tokens();
      int y = window / splits * rows + i % tokens() / columns;
      int x = window % splits * columns + i % columns;
      regions[i] = 3 * region(y, height, rows, up()) + region(x, width, columns, left());
    }
    return scope.create(regions, new Shape((long) splits * splits, tokens()));
  }

  private static int region(int at, int size, int window, int shift) {
    if (at < size - window) {
      return 0;
    }
    return at < size - shift ? 1 : 2;
  }

  /**
   * Sinusoids of the place in a window, down and then across, the same in each window.
   *
   * @return (1, C, height, width)
   */
  NDArray positions(NDManager scope, int channels) {
    int half = channels / 2;
    float[] positions = new float[channels * height * width];
    int at = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          positions[at++] =
              c < half
                  ? sinusoid(c, half, y % (height / splits), height / splits)
                  : sinusoid(c - half, half, x % (width / splits), width / splits);
        }
      }
    }
    return scope.create(positions, new Shape(1, channels, height, width));
  }

  /** Rounded to single precision wherever the reference rounds. */
  private static float sinusoid(int feature, int features, int place, int places) {
    float turn = (place + 1) / (places + 1e-6f) * (float) (2 * Math.PI);
    float period = (float) Math.pow(10000, 2 * (feature / 2) / (float) features);
    float angle = turn / period;
    return (float) (feature % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
  }
}

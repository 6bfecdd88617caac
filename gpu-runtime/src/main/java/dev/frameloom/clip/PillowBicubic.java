package dev.frameloom.clip;

import dev.frameloom.image.Picture;

/**
 * Pillow's bicubic resizing, to the bit: a cubic of a = −½ that is as wide as a new pixel where the
 * picture gets smaller, in fixed point, first across and rounded to levels, then down. No other
 * library's gives the same levels; OpenCV's does not widen the cubic at all. (Pillow 13 takes
 * pictures of more than twice the height of their width down before across: other last bits. What
 * was published was made before it.)
 */
final class PillowBicubic {

  private static final double SUPPORT = 2;

  /** Bits behind the point of a weight. */
  private static final int BITS = 22;

  private PillowBicubic() {}

  /**
   * The weights of one new pixel.
   *
   * @param from first old pixel that counts
   * @param weights of it and those after it, in fixed point
   */
  private record Taps(int from, int[] weights) {}

  /**
   * Resizes a picture, and cuts a part out of the result: only that part is computed.
   *
   * @param width of the whole result
   * @param height of the whole result
   * @param left first column of the part
   * @param top first row of the part
   * @param side of the part, a square
   */
  static Picture resize(Picture picture, int width, int height, int left, int top, int side) {
    Taps[] across = taps(picture.width(), width, left, side);
    Taps[] down = taps(picture.height(), height, top, side);
    int first = down[0].from();
    int rows = down[side - 1].from() + down[side - 1].weights().length - first;
    byte[] in = picture.rgb();
    byte[] narrow = new byte[rows * side * 3];
    for (int y = 0; y < rows; y++) {
      int row = (first + y) * picture.width() * 3;
      for (int x = 0; x < side; x++) {
        for (int c = 0; c < 3; c++) {
          int start = row + across[x].from() * 3 + c;
          narrow[(y * side + x) * 3 + c] = level(in, start, 3, across[x].weights());
        }
      }
    }
    byte[] out = new byte[side * side * 3];
    for (int y = 0; y < side; y++) {
      int row = (down[y].from() - first) * side * 3;
      for (int i = 0; i < side * 3; i++) {
        out[y * side * 3 + i] = level(narrow, row + i, side * 3, down[y].weights());
      }
    }
    return new Picture(side, side, out);
  }

  private static byte level(byte[] values, int start, int step, int[] weights) {
    int sum = 1 << (BITS - 1);
    for (int k = 0, at = start; k < weights.length; k++, at += step) {
      sum += (values[at] & 0xff) * weights[k];
    }
    return (byte) Math.max(0, Math.min(255, sum >> BITS));
  }

  /** For the new pixels of the part, first to first + count - 1. */
  private static Taps[] taps(int oldSize, int newSize, int first, int count) {
    double scale = (double) oldSize / newSize;
    double wide = Math.max(1, scale);
    Taps[] taps = new Taps[count];
    for (int i = 0; i < count; i++) {
      double centre = (first + i + 0.5) * scale;
      int from = (int) Math.max(0, centre - SUPPORT * wide + 0.5);
      int to = (int) Math.min(oldSize, centre + SUPPORT * wide + 0.5);
      double[] weights = new double[to - from];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = cubic((k + from - centre + 0.5) * (1 / wide));
        sum += weights[k];
      }
      int[] fixed = new int[weights.length];
      for (int k = 0; k < fixed.length; k++) {
        double weight = weights[k] / sum * (1 << BITS);
        fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
      taps[i] = new Taps(from, fixed);
    }
    return taps;
  }

  /** Keys' cubic. */
  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  }
}

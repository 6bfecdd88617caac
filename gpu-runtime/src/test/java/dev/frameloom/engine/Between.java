package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;

/** Planes of pictures (B, C, H, W), read between pixels by sums over all of them. */
final class Between {

  private final float[] values;
  private final int width;
  private final int height;

  Between(NDArray pictures) {
    values = pictures.toFloatArray();
    height = (int) pictures.getShape().get(2);
    width = (int) pictures.getShape().get(3);
  }

  /** A pixel; zero outside. */
  double at(int plane, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < width && y < height;
    return inside ? values[(plane * height + y) * width + x] : 0;
  }

  /** Between pixels, zeros outside: each pixel counts by how near it is. */
  double read(int plane, double u, double v, boolean nearest) {
    if (nearest) {
      return at(plane, (int) Math.rint(u), (int) Math.rint(v));
    }
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double weight = Math.max(0, 1 - Math.abs(x - u)) * Math.max(0, 1 - Math.abs(y - v));
        sum += weight * at(plane, x, y);
      }
    }
    return sum;
  }

  /** From [−1, 1] to pixels; what is no number is −1. */
  static double place(double share, int size, boolean align) {
    double known = Double.isNaN(share) ? -1 : share;
    return align ? (known + 1) / 2 * (size - 1) : ((known + 1) * size - 1) / 2;
  }

  static double clamped(double place, int size) {
    return Math.max(0, Math.min(size - 1, place));
  }

  /** Mirrored at the centres of the outermost pixels, or at their outer edges. */
  static double mirrored(double place, int size, boolean align) {
    double low = align ? 0 : -0.5;
    double high = align ? size - 1 : size - 0.5;
    if (low == high) {
      return low;
    }
    double inside = place;
    while (inside < low || inside > high) {
      inside = inside < low ? 2 * low - inside : 2 * high - inside;
    }
    return inside;
  }
}

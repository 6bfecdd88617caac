package dev.frameloom.flow;

import java.util.Arrays;

/**
 * How far from the truth a flow ends: the length of the difference of the two vectors, over the
 * pixels whose true end lies in the picture. What leaves it can't be found.
 *
 * @param mean pixels, over the vectors that are finite; not a number where there is none
 * @param median of the same: plain ground, where nothing tells a flow, weighs less in it
 * @param withinOne share of pixels that are less than one pixel off, 0 to 1
 * @param pixels how many count
 * @param broken how many of them have a vector that is not finite; they are not within one pixel
 */
public record EndPointError(
    double mean, double median, double withinOne, long pixels, long broken) {

  /**
   * Compares a flow with the truth.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static EndPointError of(FlowField found, FlowField truth) {
    if (found.width() != truth.width() || found.height() != truth.height()) {
      throw new IllegalArgumentException(
          "expected flows of one size, found " + found + " and " + truth);
    }
    double[] errors = new double[truth.width() * truth.height()];
    int finite = 0;
    double sum = 0;
    long near = 0;
    long pixels = 0;
    long broken = 0;
    for (int y = 0; y < truth.height(); y++) {
      for (int x = 0; x < truth.width(); x++) {
        float u = x + truth.dx(x, y);
        float v = y + truth.dy(x, y);
        if (!(u >= 0 && v >= 0 && u <= truth.width() - 1 && v <= truth.height() - 1)) {
          continue;
        }
        pixels++;
        double error = Math.hypot(found.dx(x, y) - truth.dx(x, y), found.dy(x, y) - truth.dy(x, y));
        if (!Double.isFinite(error)) {
          broken++;
          continue;
        }
        errors[finite++] = error;
        sum += error;
        near += error < 1 ? 1 : 0;
      }
    }
    Arrays.sort(errors, 0, finite);
    return new EndPointError(
        sum / finite,
        finite == 0 ? Double.NaN : errors[finite / 2],
        pixels == 0 ? 0 : (double) near / pixels,
        pixels,
        broken);
  }
}

package dev.frameloom.metric;

import dev.frameloom.image.Picture;

/**
 * Structural similarity (Wang et al., 2004): Gaussian windows of 11x11 pixels and deviation 1.5, K1
 * = 0.01, K2 = 0.03, levels of 0 to 255, statistics of the population; the mean over all windows
 * that lie inside, and over the three channels. As scikit-image's {@code structural_similarity}
 * with {@code gaussian_weights} and without {@code use_sample_covariance}.
 *
 * <p>Where a side has fewer than 11 pixels, which that refuses, windows are cut to the largest odd
 * number that fits.
 */
public final class Ssim {

  private static final int RADIUS = 5;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 255 * (0.01 * 255);
  private static final double C2 = 0.03 * 255 * (0.03 * 255);

  private Ssim() {}

  /**
   * Compares two pictures of one size.
   *
   * @return 1 for equal pictures, about 0 for unrelated ones, at least -1
   */
  public static double between(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("expected one size, found " + a + " and " + b);
    }
    Windows windows = new Windows(a.width(), a.height());
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      sum += windows.similarity(plane(a, channel), plane(b, channel));
    }
    return sum / 3;
  }

  /** (H, W, 3) levels to (H, W) of a channel. */
  private static double[] plane(Picture picture, int channel) {
    double[] plane = new double[picture.rgb().length / 3];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = picture.rgb()[3 * i + channel] & 0xff;
    }
    return plane;
  }

  /** Windows of pictures of one size, apart by axis. */
  private static final class Windows {

    private final int width;
    private final int height;
    private final double[] across;
    private final double[] down;

    Windows(int width, int height) {
      this.width = width;
      this.height = height;
      this.across = gaussian(Math.min(RADIUS, (width - 1) / 2));
      this.down = gaussian(Math.min(RADIUS, (height - 1) / 2));
    }

    /** The mean similarity of two planes, (H, W) each. */
    double similarity(double[] x, double[] y) {
      double[] meanX = means(x);
      double[] meanY = means(y);
      double[] squareX = means(product(x, x));
      double[] squareY = means(product(y, y));
      double[] both = means(product(x, y));
      double total = 0;
      for (int i = 0; i < meanX.length; i++) {
        double together = meanX[i] * meanY[i];
        double squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
        double variances = squareX[i] + squareY[i] - squares;
        total +=
            (2 * together + C1)
                * (2 * (both[i] - together) + C2)
                / ((squares + C1) * (variances + C2));
      }
      return total / meanX.length;
    }

    /** (H, W) to the means over windows inside, (H - 2r, W - 2r). */
    private double[] means(double[] plane) {
      int newWidth = width - across.length + 1;
      int newHeight = height - down.length + 1;
      // (H, W) -> (H - 2r, W); loops run along rows, as processors like it
      double[] rows = new double[newHeight * width];
      for (int y = 0; y < newHeight; y++) {
        for (int k = 0; k < down.length; k++) {
          add(rows, y * width, plane, (y + k) * width, down[k], width);
        }
      }
      double[] result = new double[newHeight * newWidth];
      for (int y = 0; y < newHeight; y++) {
        for (int k = 0; k < across.length; k++) {
          add(result, y * newWidth, rows, y * width + k, across[k], newWidth);
        }
      }
      return result;
    }

    private static void add(
        double[] sum, int at, double[] values, int from, double weight, int count) {
      for (int i = 0; i < count; i++) {
        sum[at + i] += weight * values[from + i];
      }
    }

    private static double[] product(double[] x, double[] y) {
      double[] product = new double[x.length];
      for (int i = 0; i < product.length; i++) {
        product[i] = x[i] * y[i];
      }
      return product;
    }

    private static double[] gaussian(int radius) {
      double[] window = new double[2 * radius + 1];
      double sum = 0;
      for (int i = 0; i < window.length; i++) {
        window[i] = StrictMath.exp(-(i - radius) * (i - radius) / (2 * SIGMA * SIGMA));
        sum += window[i];
      }
      for (int i = 0; i < window.length; i++) {
        window[i] /= sum;
      }
      return window;
    }
  }
}

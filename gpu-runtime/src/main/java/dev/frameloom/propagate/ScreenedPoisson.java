package dev.frameloom.propagate;

/**
 * Solves (1 + weight · Laplacian) u = right on a grid of four neighbours, by conjugate gradients
 * (Hestenes and Stiefel, 1952). The matrix is never more than {@code 1 + 8 · weight} times longer
 * in one direction than in another, so the number of steps does not grow with the picture: about
 * forty for a weight of 6.
 *
 * @param width of a row of the grid
 * @param height rows
 * @param weight above 0
 */
record ScreenedPoisson(int width, int height, double weight) {

  /** Length of the residual, as a share of the right side's. */
  private static final double TOLERANCE = 1e-7;

  /** Never reached; ends the loop where numbers are not finite. */
  private static final int MOST_STEPS = 500;

  /**
   * Solves.
   *
   * @param right (H, W)
   * @param start (H, W) near the solution
   */
  double[] solve(double[] right, double[] start) {
    double[] u = start.clone();
    double[] residual = new double[u.length];
    multiply(u, residual);
    for (int i = 0; i < u.length; i++) {
      residual[i] = right[i] - residual[i];
    }
    double[] direction = residual.clone();
    double[] image = new double[u.length];
    double square = dot(residual, residual);
    double enough = TOLERANCE * TOLERANCE * dot(right, right);
    for (int step = 0; step < MOST_STEPS && square > enough; step++) {
      multiply(direction, image);
      double length = square / dot(direction, image);
      for (int i = 0; i < u.length; i++) {
        u[i] += length * direction[i];
        residual[i] -= length * image[i];
      }
      double next = dot(residual, residual);
      double turn = next / square;
      for (int i = 0; i < u.length; i++) {
        direction[i] = residual[i] + turn * direction[i];
      }
      square = next;
    }
    return u;
  }

  /** The left side, of some values. */
  private void multiply(double[] values, double[] into) {
    System.arraycopy(values, 0, into, 0, values.length);
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int at = row; at < row + width - 1; at++) {
        double difference = weight * (values[at] - values[at + 1]);
        into[at] += difference;
        into[at + 1] -= difference;
      }
    }
    for (int at = 0; at < values.length - width; at++) {
      double difference = weight * (values[at] - values[at + width]);
      into[at] += difference;
      into[at + width] -= difference;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

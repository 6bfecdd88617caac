package dev.frameloom.model;

/**
 * A factor that depends on the timestep, as a constant plus two steps: base + Σ
 * weight·SiLU'(slope·t + offset'), fitted by least squares to the factor of the best linear filter
 * (see {@link UntrainedUNet}).
 *
 * @param centres where the steps rise, in timesteps
 * @param width of a step, in timesteps
 * @param solution base and the two weights
 */
record Gate(double[] centres, double width, double[] solution) {

  /** What the time embedding's clock is shifted by. */
  static final double BIAS = 12;

  /**
   * What the signal is multiplied by at the gate's input, to stay where SiLU is nearly straight.
   */
  static final double INPUT = 0.25;

  private static final int TIMESTEPS = 1000;

  static Gate forHighFrequencies() {
    return fit(0.04, new double[] {60, 350}, 90);
  }

  static Gate forLowFrequencies() {
    return fit(16, new double[] {650, 950}, 110);
  }

  /** Fits the filter's factor for pictures of some power. */
  private static Gate fit(double power, double[] centres, double width) {
    double[][] normal = new double[3][4];
    double cumulative = 1;
    for (int t = 0; t < TIMESTEPS; t++) {
      double root =
          StrictMath.sqrt(0.00085)
              + (StrictMath.sqrt(0.012) - StrictMath.sqrt(0.00085)) * t / (TIMESTEPS - 1);
      cumulative *= 1 - root * root;
      double target = StrictMath.sqrt(1 - cumulative) / (cumulative * power + 1 - cumulative);
      double[] basis = {
        1, slopeOfSilu((t - centres[0]) / width), slopeOfSilu((t - centres[1]) / width)
      };
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          normal[i][j] += basis[i] * basis[j];
        }
        normal[i][3] += basis[i] * target;
      }
    }
    return new Gate(centres, width, solve(normal));
  }

  /** Gauss and Jordan on three equations; the matrix is positive definite. */
  private static double[] solve(double[][] equations) {
    for (int pivot = 0; pivot < 3; pivot++) {
      for (int row = 0; row < 3; row++) {
        if (row != pivot) {
          double factor = equations[row][pivot] / equations[pivot][pivot];
          for (int column = pivot; column < 4; column++) {
            equations[row][column] -= factor * equations[pivot][column];
          }
        }
      }
    }
    double[] solution = new double[3];
    for (int i = 0; i < 3; i++) {
      solution[i] = equations[i][3] / equations[i][i];
    }
    return solution;
  }

  private static double slopeOfSilu(double x) {
    double sigmoid = 1 / (1 + StrictMath.exp(-x));
    return sigmoid * (1 + x * (1 - sigmoid));
  }

  double base() {
    return solution[0];
  }

  double weight(int gate) {
    return solution[1 + gate];
  }

  /** τ per unit of the clock (1000 timesteps). */
  double slope() {
    return TIMESTEPS / width;
  }

  /** τ where the clock shows 0. */
  double offset(int gate) {
    return -centres[gate] / width - BIAS * slope();
  }
}

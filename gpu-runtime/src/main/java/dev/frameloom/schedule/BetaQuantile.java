package dev.frameloom.schedule;

/**
 * Quantiles of the symmetric beta distribution, α = β.
 *
 * @param shape α and β, above 0
 */
record BetaQuantile(double shape) {

  /** Below a half, each term is less than half of the one before. */
  private static final int TERMS = 64;

  /**
   * Where a share of the distribution lies below.
   *
   * @param share 0 to 1
   */
  double at(double share) {
    return share <= 0.5 ? lower(share) : 1 - lower(1 - share);
  }

  /** By halving until no number is between: what is below grows with where. */
  private double lower(double share) {
    double wanted = share * 2 * below(0.5);
    double low = 0;
    double high = 0.5;
    double middle = 0.25;
    while (low < middle && middle < high) {
      if (below(middle) < wanted) {
        low = middle;
      } else {
        high = middle;
      }
      middle = low + (high - low) / 2;
    }
    return high == 0.5 && below(0.5) <= wanted ? 0.5 : middle;
  }

  /** The incomplete beta function up to x, at most a half, as its series. */
  private double below(double x) {
    double factor = 1;
    double sum = 1 / shape;
    for (int n = 1; n < TERMS; n++) {
      factor *= (n - shape) / n * x;
      sum += factor / (shape + n);
    }
    return Math.pow(x, shape) * sum;
  }
}

package dev.frameloom.propagate;

/**
 * What a channel's histogram is reduced to.
 *
 * @param mean of all values
 * @param deviation their standard deviation, of the population and not of a sample; 0 where all are
 *     equal
 */
record Moments(double mean, double deviation) {

  static Moments of(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Moments(mean, Math.sqrt(squares / values.length));
  }

  /**
   * The value that is as many deviations from another mean as this one is from this mean. Values
   * that are all equal go to that mean: where the reference divides 0 by 0, a plain picture stays
   * plain.
   */
  double moved(double value, Moments to) {
    return deviation == 0 ? to.mean : (value - mean) * to.deviation / deviation + to.mean;
  }
}

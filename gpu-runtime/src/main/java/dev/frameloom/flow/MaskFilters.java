package dev.frameloom.flow;

/** Filters along the rows or the columns of a picture of single numbers. */
final class MaskFilters {

  private MaskFilters() {}

  /**
   * The largest of {@code 2 * radius + 1} values along lines, as many as there are.
   *
   * @param size values of a line
   * @param lines how many
   * @param step from one value of a line to the next
   * @param lineStep from the first value of a line to that of the next
   */
  static float[] largestAlong(
      float[] values, int size, int lines, int step, int lineStep, int radius) {
    float[] largest = new float[values.length];
    for (int line = 0; line < lines; line++) {
      int first = line * lineStep;
      for (int i = 0; i < size; i++) {
        float most = values[first + i * step];
        int last = Math.min(size - 1, i + radius);
        for (int j = Math.max(0, i - radius); j <= last; j++) {
          most = Math.max(most, values[first + j * step]);
        }
        largest[first + i * step] = most;
      }
    }
    return largest;
  }

  /**
   * Weighted sums along lines, which are mirrored beyond their ends without the outermost value, as
   * often as it takes; parameters as above.
   *
   * @param taps an odd number of weights
   */
  static float[] weightedAlong(
      float[] values, int size, int lines, int step, int lineStep, float[] taps) {
    int radius = taps.length / 2;
    int[] places = new int[size + 2 * radius];
    int period = Math.max(1, 2 * (size - 1));
    for (int i = 0; i < places.length; i++) {
      int place = Math.floorMod(i - radius, period);
      places[i] = Math.min(place, period - place) * step;
    }
    float[] sums = new float[values.length];
    for (int line = 0; line < lines; line++) {
      int first = line * lineStep;
      for (int i = 0; i < size; i++) {
        float sum = 0;
        for (int tap = 0; tap < taps.length; tap++) {
          sum += taps[tap] * values[first + places[i + tap]];
        }
        sums[first + i * step] = sum;
      }
    }
    return sums;
  }

  /** Weights of a Gaussian, in sum 1. */
  static float[] gaussian(int radius, double sigma) {
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double steps = (i - radius) / sigma;
      weights[i] = Math.exp(-0.5 * steps * steps);
      sum += weights[i];
    }
    float[] taps = new float[weights.length];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = (float) (weights[i] / sum);
    }
    return taps;
  }
}

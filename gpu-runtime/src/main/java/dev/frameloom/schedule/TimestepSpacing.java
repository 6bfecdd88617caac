package dev.frameloom.schedule;

/**
 * How the steps of a sampler are spread over the training timesteps (Lin et al., Common Diffusion
 * Noise Schedules and Sample Steps are Flawed, table 2).
 */
public enum TimestepSpacing {
  /** Multiples of a whole number, from 0 (plus an offset) up. */
  LEADING,
  /** From the last timestep down. */
  TRAILING,
  /** Both ends included; fractional. */
  LINSPACE;

  /**
   * Timesteps, descending.
   *
   * @param count training timesteps
   * @param steps 1 to count
   * @param offset what is added to leading ones
   */
  double[] spread(int count, int steps, int offset) {
    int ratio = count / steps;
    // with as many steps as timesteps an offset would leave the schedule
    int shift = ratio * (steps - 1) + offset < count ? offset : 0;
    double[] timesteps = new double[steps];
    for (int i = 0; i < steps; i++) {
      int fromEnd = steps - 1 - i;
      timesteps[i] =
          switch (this) {
            case LEADING -> ratio * fromEnd + shift;
            case TRAILING -> trailing(count, steps, i);
            case LINSPACE -> linear(count, steps, fromEnd);
          };
    }
    return timesteps;
  }

  /**
   * As NumPy's {@code arange(count, 0, −count/steps)} rounds: its increment is the difference of
   * its first two values, which decides ties, as with 48 steps. Where it has one value too many (61
   * steps of 1000), rounded to timestep −1, ours has not.
   */
  private static double trailing(int count, int steps, int index) {
    double increment = (count - (double) count / steps) - count;
    return Math.rint(count + index * increment) - 1;
  }

  /** As NumPy's {@code linspace(0, count − 1, steps)}. */
  private static double linear(int count, int steps, int index) {
    if (steps == 1) {
      return 0;
    }
    return index == steps - 1 ? count - 1 : index * ((count - 1.0) / (steps - 1));
  }
}

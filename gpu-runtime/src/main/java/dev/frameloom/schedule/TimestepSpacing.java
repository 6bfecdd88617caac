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
            case TRAILING -> trailing(count, count, steps, i);
            case LINSPACE -> linear(0, count - 1, steps, fromEnd);
          };
    }
    return timesteps;
  }

  /**
   * Those of the multistep solver, which leaves the least noisy one out; descending and whole.
   *
   * @param last how many of the training timesteps are taken, from the least noisy up
   */
  double[] spreadBelow(int last, int count, int steps, int offset) {
    int ratio = last / (steps + 1);
    int most = this == TRAILING ? (int) Math.ceil(last / ((double) count / steps)) : steps;
    double[] timesteps = new double[Math.min(steps, most)];
    for (int i = 0; i < timesteps.length; i++) {
      int fromEnd = steps - i;
      timesteps[i] =
          switch (this) {
            case LEADING -> ratio * fromEnd + offset;
            case TRAILING -> trailing(last, count, steps, i);
            case LINSPACE -> Math.rint(linear(0, last - 1, steps + 1, fromEnd));
          };
    }
    return timesteps;
  }

  /**
   * As NumPy's {@code arange(last, 0, −count/steps)} rounds: its increment is the difference of its
   * first two values, which decides ties, as with 48 steps. Where it has one value too many (61
   * steps of 1000), rounded to timestep −1, ours has not.
   */
  private static double trailing(int last, int count, int steps, int index) {
    double increment = (last - (double) count / steps) - last;
    return Math.rint(last + index * increment) - 1;
  }

  /** As NumPy's {@code linspace(first, last, steps)}. */
  static double linear(double first, double last, int steps, int index) {
    if (steps == 1) {
      return first;
    }
    return index == steps - 1 ? last : index * ((last - first) / (steps - 1)) + first;
  }
}

package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;
import java.util.ArrayList;
import java.util.List;

/**
 * How the noise of a sampler's steps falls, where it is not the noise of evenly spread timesteps.
 */
public enum SigmaSpacing {
  /** That of the timesteps, which are spread by {@link TimestepSpacing}. */
  EVEN("") {
    @Override
    double[] spread(double least, double largest, int steps) {
      throw new IllegalStateException("even sigmas follow from timesteps");
    }
  },

  /** Dense where there is little noise (Karras et al., eq. 5, with ρ = 7). */
  KARRAS("use_karras_sigmas") {
    @Override
    double[] spread(double least, double largest, int steps) {
      double low = Math.pow(least, 1 / RHO);
      double high = Math.pow(largest, 1 / RHO);
      return filled(steps, share -> Math.pow(high + share * (low - high), RHO));
    }
  },

  /** A constant factor from step to step. */
  EXPONENTIAL("use_exponential_sigmas") {
    @Override
    double[] spread(double least, double largest, int steps) {
      double low = Math.log(least);
      double high = Math.log(largest);
      return filled(steps, share -> Math.exp(high + share * (low - high)));
    }
  },

  /** Dense at both ends (Lee et al., Beta Sampling is All You Need, with α = β = 0.6). */
  BETA("use_beta_sigmas") {
    @Override
    double[] spread(double least, double largest, int steps) {
      BetaQuantile beta = new BetaQuantile(SHAPE);
      return filled(steps, share -> least + beta.at(1 - share) * (largest - least));
    }
  };

  private static final double RHO = 7;
  private static final double SHAPE = 0.6;

  private final String flag;

  SigmaSpacing(String flag) {
    this.flag = flag;
  }

  /**
   * σ of each step, descending.
   *
   * @param least of the last step
   * @param largest of the first
   */
  abstract double[] spread(double least, double largest, int steps);

  /** Reads which of the flags is set. */
  static SigmaSpacing read(ConfigReader config) {
    List<SigmaSpacing> asked = new ArrayList<>();
    for (SigmaSpacing spacing : values()) {
      if (spacing != EVEN && config.flag(spacing.flag, false)) {
        asked.add(spacing);
      }
    }
    if (asked.size() > 1) {
      throw config.unfit(asked.get(0).flag, "one way to space sigmas", asked.get(1).flag + " too");
    }
    return asked.isEmpty() ? EVEN : asked.get(0);
  }

  private interface Formula {
    double at(double share);
  }

  /** Over shares from 0 to 1, both included. */
  private static double[] filled(int steps, Formula formula) {
    double[] values = new double[steps];
    for (int i = 0; i < steps; i++) {
      values[i] = formula.at(TimestepSpacing.linear(0, 1, steps, i));
    }
    return values;
  }
}

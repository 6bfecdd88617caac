package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;
import java.util.OptionalDouble;

/**
 * What samplers that step over σ take from a scheduler's configuration.
 *
 * @param spacing how σ falls
 * @param endsAtZero whether the last step leads to no noise at all, and not to the training
 *     schedule's least
 * @param least σ of the last step, where the configuration says one; Euler's alone
 * @param largest σ of the first step; Euler's alone
 */
record SigmaSettings(
    SigmaSpacing spacing, boolean endsAtZero, OptionalDouble least, OptionalDouble largest) {

  /** Reads them. */
  static SigmaSettings read(ConfigReader config) {
    String end = config.text("final_sigmas_type", "zero");
    if (!end.equals("zero") && !end.equals("sigma_min")) {
      throw config.unfit("final_sigmas_type", "zero or sigma_min", end);
    }
    return new SigmaSettings(
        SigmaSpacing.read(config),
        end.equals("zero"),
        positive(config, "sigma_min"),
        positive(config, "sigma_max"));
  }

  SigmaSettings with(SigmaSpacing other) {
    return new SigmaSettings(other, endsAtZero, least, largest);
  }

  private static OptionalDouble positive(ConfigReader config, String name) {
    if (!config.has(name)) {
      return OptionalDouble.empty();
    }
    double value = config.decimal(name, 0);
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw config.unfit(name, "a number above 0", value);
    }
    return OptionalDouble.of(value);
  }
}

package dev.frameloom.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Multistep consistency sampling of latent consistency models (Luo et al., Latent Consistency
 * Models, algorithm 3; Song et al., Consistency Models, algorithm 1), as diffusers' LCMScheduler
 * computes it: each step predicts the picture, and noises it again to the next timestep.
 */
public final class Lcm {

  /** Standard deviation of pictures that the boundary condition assumes. */
  private static final double SIGMA_DATA = 0.5;

  private Lcm() {}

  /**
   * A sampler over the part of the noise schedule up to a strength. Other than {@link
   * Sampler#from}, which leaves steps out, this one keeps all its steps and spreads them over what
   * is left, as diffusers' image-to-image pipeline of latent consistency models does.
   *
   * @param steps 1 to the number of timesteps that are left, 50 at strength 1
   * @param strength above 0, to 1
   */
  public static Sampler sampler(NoiseSchedule schedule, int steps, double strength) {
    int[] timesteps = timesteps(schedule, steps, strength);
    List<SamplerStep> table = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double a = schedule.alphaCumprod(timesteps[i]);
      double scaled = timesteps[i] * schedule.consistency().timestepScaling();
      double root = Math.hypot(scaled, SIGMA_DATA);
      double skip = SIGMA_DATA / root * (SIGMA_DATA / root);
      // f = c_out·x0 + c_skip·x
      Mix picture =
          schedule.predictionAt(timesteps[i]).picture(a).times(scaled / root).plus(Mix.of(skip, 0));
      Mix next = picture;
      if (i + 1 < steps) {
        double an = schedule.alphaCumprod(timesteps[i + 1]);
        next = picture.times(Math.sqrt(an)).withNoise(Math.sqrt(1 - an));
      }
      table.add(new SamplerStep(timesteps[i], 1, next, picture, Math.sqrt(a), Math.sqrt(1 - a)));
    }
    return new TabledSampler(table, 1);
  }

  /** Evenly spaced ones of those that the model was distilled on, descending. */
  private static int[] timesteps(NoiseSchedule schedule, int steps, double strength) {
    if (!(strength > 0 && strength <= 1)) {
      throw new IllegalArgumentException("expected a strength above 0, to 1, found " + strength);
    }
    int original = schedule.consistency().originalSteps();
    int skipped = schedule.trainTimesteps() / original;
    int left = (int) (original * strength);
    if (steps < 1 || steps > left) {
      throw new IllegalArgumentException(
          "expected 1 to "
              + left
              + " steps of a consistency model at strength "
              + strength
              + ", found "
              + steps);
    }
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      int fromEnd = (int) Math.floor(i * ((double) left / steps));
      timesteps[i] = (left - fromEnd) * skipped - 1;
    }
    return timesteps;
  }
}

package dev.frameloom.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * DDIM (Song et al., Denoising Diffusion Implicit Models, eq. 12 and 16), as diffusers'
 * DDIMScheduler computes it.
 *
 * <p>a = ᾱ at a timestep t, ap = ᾱ at the one that its step leads to, t − ⌊1000/steps⌋.
 */
public final class Ddim {

  private Ddim() {}

  /**
   * A sampler.
   *
   * @param steps 1 to the number of training timesteps
   * @param eta η, 0 to 1: share of DDPM's noise that is put back in each step; 0 is deterministic
   */
  public static Sampler sampler(NoiseSchedule schedule, int steps, double eta) {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException("expected η of 0 to 1, found " + eta);
    }
    List<SamplerStep> table = new ArrayList<>();
    for (int timestep : timesteps(schedule, steps)) {
      double a = schedule.alphaCumprod(timestep);
      double ap = schedule.alphaCumprod(timestep - schedule.trainTimesteps() / steps);
      Prediction prediction = schedule.predictionAt(timestep);
      Mix picture = prediction.picture(a);
      // σ² = η² · (1−ap)/(1−a) · (1 − a/ap)
      double variance = eta * eta * (1 - ap) / (1 - a) * (1 - a / ap);
      // x' = √ap·x0 + √(1−ap−σ²)·ε + σ·noise
      Mix next =
          picture
              .times(Math.sqrt(ap))
              .plus(prediction.noise(a).times(Math.sqrt(1 - ap - variance)))
              .withNoise(Math.sqrt(variance));
      table.add(new SamplerStep(timestep, 1, next, picture, Math.sqrt(a), Math.sqrt(1 - a)));
    }
    return new TabledSampler(table, 1);
  }

  /** Timesteps, descending. */
  static int[] timesteps(NoiseSchedule schedule, int steps) {
    double[] spread = schedule.spread(steps, TimestepSpacing.LEADING);
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (int) Math.rint(spread[i]);
    }
    return timesteps;
  }
}

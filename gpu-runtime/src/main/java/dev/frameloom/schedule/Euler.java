package dev.frameloom.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Euler's method on the probability flow (Karras et al., Elucidating the Design Space of
 * Diffusion-Based Generative Models, algorithm 2 without churn), as diffusers'
 * EulerDiscreteScheduler computes it.
 *
 * <p>Latents are picture + σ · noise with σ = √((1−ᾱ)/ᾱ), and are scaled down for the model.
 */
final class Euler {

  private Euler() {}

  static Sampler sampler(NoiseSchedule schedule, int steps) {
    double[] timesteps = schedule.spread(steps, TimestepSpacing.LINSPACE);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (float) timesteps[i];
      sigmas[i] = schedule.sigma(timesteps[i]);
    }
    List<SamplerStep> table = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double sigma = sigmas[i];
      double inputScale = 1 / Math.sqrt(sigma * sigma + 1);
      Mix picture =
          switch (schedule.prediction()) {
            // x0 = x − σ·ε
            case EPSILON -> Mix.of(1, -sigma);
            // x0 = x/(σ²+1) − σ/√(σ²+1)·v
            case VELOCITY -> Mix.of(inputScale * inputScale, -sigma * inputScale);
          };
      // x' = x + (x − x0)/σ · (σ' − σ) = x0 + σ'/σ · (x − x0)
      double kept = sigmas[i + 1] / sigma;
      Mix next = picture.times(1 - kept).plus(Mix.of(kept, 0));
      table.add(new SamplerStep(timesteps[i], inputScale, next, picture, 1, sigma));
    }
    boolean fromLast = schedule.spacing(TimestepSpacing.LINSPACE) != TimestepSpacing.LEADING;
    return new TabledSampler(table, fromLast ? sigmas[0] : Math.hypot(sigmas[0], 1));
  }
}

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
    SigmaPath path = SigmaPath.euler(schedule, steps);
    List<SamplerStep> table = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double sigma = path.sigma(i);
      Mix picture = picture(schedule, sigma);
      // x' = x + (x − x0)/σ · (σ' − σ) = x0 + σ'/σ · (x − x0)
      double kept = path.sigma(i + 1) / sigma;
      Mix next = picture.times(1 - kept).plus(Mix.of(kept, 0));
      table.add(new SamplerStep(path.timestep(i), inputScale(sigma), next, picture, 1, sigma));
    }
    return new TabledSampler(table, startScale(schedule, path));
  }

  /** What latents at σ are multiplied by for the model. */
  static double inputScale(double sigma) {
    return 1 / Math.sqrt(sigma * sigma + 1);
  }

  /** To the picture in latents at σ. */
  static Mix picture(NoiseSchedule schedule, double sigma) {
    double inputScale = inputScale(sigma);
    return switch (schedule.prediction()) {
      // x0 = x − σ·ε
      case EPSILON -> Mix.of(1, -sigma);
      // x0 = x/(σ²+1) − σ/√(σ²+1)·v
      case VELOCITY -> Mix.of(inputScale * inputScale, -sigma * inputScale);
    };
  }

  /** What noise is multiplied by at the first step. */
  static double startScale(NoiseSchedule schedule, SigmaPath path) {
    boolean fromLast = schedule.spacing(TimestepSpacing.LINSPACE) != TimestepSpacing.LEADING;
    return fromLast ? path.sigma(0) : Math.hypot(path.sigma(0), 1);
  }
}

package dev.frameloom.schedule;

/**
 * A weighted sum of what a step has at hand: latents, the model's output and noise. Every sampler
 * here is a sequence of such sums.
 */
record Mix(double latents, double output, double noise) {

  static Mix of(double latents, double output) {
    return new Mix(latents, output, 0);
  }

  Mix times(double factor) {
    return new Mix(factor * latents, factor * output, factor * noise);
  }

  Mix plus(Mix other) {
    return new Mix(latents + other.latents, output + other.output, noise + other.noise);
  }

  Mix withNoise(double amount) {
    return new Mix(latents, output, amount);
  }
}

package dev.frameloom.schedule;

/**
 * σ at each training timestep, √((1−ᾱ)/ᾱ), in single precision; and the way back. As diffusers'
 * schedulers compute both.
 */
final class Sigmas {

  /** What stands for an ᾱ of 0 in σ, which would be infinite: half precision's smallest number. */
  private static final float LEAST_SIGNAL = 0x1p-24f;

  private final float[] values;

  Sigmas(float[] alphaBars) {
    values = new float[alphaBars.length];
    for (int t = 0; t < values.length; t++) {
      float bar = alphaBars[t] == 0 ? LEAST_SIGNAL : alphaBars[t];
      values[t] = (float) Math.sqrt((1 - bar) / bar);
    }
  }

  double least() {
    return values[0];
  }

  double largest() {
    return values[values.length - 1];
  }

  /** σ at a timestep, interpolated in between, in double precision. */
  double at(double timestep) {
    int below = (int) timestep;
    double sigma = values[below];
    return below == timestep ? sigma : sigma + (timestep - below) * (values[below + 1] - sigma);
  }

  /** The timestep, fractional, that a σ belongs to: interpolated between logarithms. */
  double timestep(double sigma) {
    double log = Math.log(Math.max(sigma, 1e-10));
    int low = 0;
    while (low + 1 < values.length && log >= log(low + 1)) {
      low++;
    }
    low = Math.min(low, values.length - 2);
    double below = log(low);
    double weight = Math.min(1, Math.max(0, (below - log) / (below - log(low + 1))));
    return (1 - weight) * low + weight * (low + 1);
  }

  /** The number of timesteps at the noisy end whose log(√ᾱ/√(1−ᾱ)) = −log σ is below a bound. */
  int noisierThan(double leastLambda) {
    int count = 0;
    while (count < values.length && -Math.log(values[values.length - 1 - count]) < leastLambda) {
      count++;
    }
    return count;
  }

  private double log(int timestep) {
    return (float) Math.log(values[timestep]);
  }
}

package dev.frameloom.schedule;

/**
 * ᾱ of all training timesteps: products of 1 − β. In single precision and rounded where PyTorch
 * rounds, because what is near 1 or near 0 keeps few digits otherwise than the reference does.
 */
final class AlphaBars {

  private AlphaBars() {}

  /** β between its first and last value. */
  static float[] linear(double first, double last, int count) {
    return cumulative(linspace((float) first, (float) last, count));
  }

  /** √β between the roots of its first and last value: latent diffusion's own. */
  static float[] scaledLinear(double first, double last, int count) {
    float[] betas = linspace((float) Math.sqrt(first), (float) Math.sqrt(last), count);
    for (int i = 0; i < count; i++) {
      betas[i] *= betas[i];
    }
    return cumulative(betas);
  }

  /** The cosine schedule (Nichol and Dhariwal, Improved DDPM, eq. 17), no β above 0.999. */
  static float[] cosine(int count) {
    float[] betas = new float[count];
    for (int i = 0; i < count; i++) {
      double bar = cosine((double) i / count);
      betas[i] = (float) Math.min(1 - cosine((i + 1.0) / count) / bar, 0.999);
    }
    return cumulative(betas);
  }

  private static double cosine(double time) {
    double root = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
    return root * root;
  }

  /**
   * The same with all signal gone at the last timestep (Lin et al., Common Diffusion Noise
   * Schedules and Sample Steps are Flawed, algorithm 1).
   */
  static float[] withoutFinalSignal(float[] bars) {
    int count = bars.length;
    float first = root(bars[0]);
    float last = root(bars[count - 1]);
    float[] squares = new float[count];
    for (int i = 0; i < count; i++) {
      float shifted = (root(bars[i]) - last) * (first / (first - last));
      squares[i] = shifted * shifted;
    }
    float[] betas = new float[count];
    for (int i = 0; i < count; i++) {
      betas[i] = 1 - (i == 0 ? squares[0] : squares[i] / squares[i - 1]);
    }
    return cumulative(betas);
  }

  /** Up to each timestep; multiplied up in double precision. */
  private static float[] cumulative(float[] betas) {
    float[] products = new float[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1f - betas[i];
      products[i] = (float) product;
    }
    return products;
  }

  /** From both ends to the middle, multiplied and added in one rounding: as PyTorch's vectors. */
  private static float[] linspace(float first, float last, int count) {
    float[] values = new float[count];
    float step = count == 1 ? 0 : (last - first) / (count - 1);
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - i - 1, last);
    }
    return values;
  }

  private static float root(float value) {
    return (float) Math.sqrt(value);
  }
}

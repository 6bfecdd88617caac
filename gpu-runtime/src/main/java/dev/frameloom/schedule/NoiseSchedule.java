package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;

/**
 * How a model was trained to be noised. Immutable.
 *
 * <p>Of a scheduler's configuration only the schedule is used; which sampler the file names does
 * not matter, and neither does its {@code clip_sample}, which is for pictures and not for latents.
 */
public final class NoiseSchedule {

  private final float[] alphasCumprod;
  private final boolean finalAlphaOne;
  private final int stepsOffset;
  private final TimestepSpacing spacing;
  private final Prediction prediction;

  private NoiseSchedule(
      float[] alphasCumprod,
      boolean finalAlphaOne,
      int stepsOffset,
      TimestepSpacing spacing,
      Prediction prediction) {
    this.alphasCumprod = alphasCumprod;
    this.finalAlphaOne = finalAlphaOne;
    this.stepsOffset = stepsOffset;
    this.spacing = spacing;
    this.prediction = prediction;
  }

  /**
   * Reads {@code scheduler/scheduler_config.json}.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static NoiseSchedule read(ConfigReader config) {
    config.allowOnly("trained_betas");
    config.allowOnly("rescale_betas_zero_snr");
    config.allowOnly("thresholding");
    int count = config.number("num_train_timesteps", 1000);
    double first = config.decimal("beta_start", 0.0001);
    double last = config.decimal("beta_end", 0.02);
    String shape = config.text("beta_schedule", "linear");
    float[] betas =
        switch (shape) {
          case "linear" -> linspace((float) first, (float) last, count);
          case "scaled_linear" ->
              squared(linspace((float) Math.sqrt(first), (float) Math.sqrt(last), count));
          default -> throw config.unfit("beta_schedule", "linear or scaled_linear", shape);
        };
    String spacing = config.text("timestep_spacing", "leading");
    String prediction = config.text("prediction_type", "epsilon");
    return new NoiseSchedule(
        cumulative(betas),
        config.flag("set_alpha_to_one", true),
        config.has("steps_offset") ? (int) config.decimal("steps_offset", 0) : 0,
        switch (spacing) {
          case "leading" -> TimestepSpacing.LEADING;
          case "trailing" -> TimestepSpacing.TRAILING;
          case "linspace" -> TimestepSpacing.LINSPACE;
          default ->
              throw config.unfit("timestep_spacing", "leading, trailing or linspace", spacing);
        },
        switch (prediction) {
          case "epsilon" -> Prediction.EPSILON;
          case "v_prediction" -> Prediction.VELOCITY;
          default -> throw config.unfit("prediction_type", "epsilon or v_prediction", prediction);
        });
  }

  /** As PyTorch does it in single precision: from both ends to the middle. */
  private static float[] linspace(float first, float last, int count) {
    float[] values = new float[count];
    float step = count == 1 ? 0 : (last - first) / (count - 1);
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 ? first + step * i : last - step * (count - i - 1);
    }
    return values;
  }

  private static float[] squared(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
    return values;
  }

  /** Products of 1 − β up to each timestep; summed up in double precision, as PyTorch does. */
  private static float[] cumulative(float[] betas) {
    float[] products = new float[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1f - betas[i];
      products[i] = (float) product;
    }
    return products;
  }

  /** ᾱ at a timestep; below the first, what the schedule ends with. */
  public double alphaCumprod(int timestep) {
    if (timestep < 0) {
      return finalAlphaOne ? 1 : alphasCumprod[0];
    }
    return alphasCumprod[timestep];
  }

  /** Timesteps that the model was trained with. */
  public int trainTimesteps() {
    return alphasCumprod.length;
  }

  /** What the model predicts. */
  public Prediction prediction() {
    return prediction;
  }

  /** Timesteps of a sampler with so many steps, descending. */
  int[] spread(int steps) {
    int count = alphasCumprod.length;
    if (steps < 1 || steps > count) {
      throw new IllegalArgumentException("expected 1 to " + count + " steps, found " + steps);
    }
    int ratio = count / steps;
    // with as many steps as timesteps an offset would leave the schedule
    int offset = ratio * (steps - 1) + stepsOffset < count ? stepsOffset : 0;
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      int fromEnd = steps - 1 - i;
      timesteps[i] =
          switch (spacing) {
            case LEADING -> ratio * fromEnd + offset;
            case TRAILING -> (int) Math.rint(count - i * ((double) count / steps)) - 1;
            case LINSPACE ->
                steps == 1 ? 0 : (int) Math.rint(fromEnd * ((count - 1.0) / (steps - 1)));
          };
    }
    return timesteps;
  }
}

package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;
import java.util.Optional;

/**
 * How a model was trained to be noised, and how its makers mean it to be sampled. Immutable.
 *
 * <p>{@code clip_sample} is not followed: it is for pixels in [−1, 1], and latents are not. Nor is
 * what only a sampler that is not built would read.
 */
public final class NoiseSchedule {

  /** What stands for an ᾱ of 0 in σ, which would be infinite: half precision's smallest number. */
  private static final float LEAST_SIGNAL = 0x1p-24f;

  private static final int MOST_TIMESTEPS = 100_000;

  private final float[] alphaBars;
  private final boolean finalAlphaOne;
  private final int stepsOffset;
  private final Optional<TimestepSpacing> spacing;
  private final Prediction prediction;
  private final SamplerKind preferred;
  private final ConsistencySettings consistency;

  private NoiseSchedule(ConfigReader config) {
    preferred = SchedulerClass.preferred(config);
    alphaBars = alphaBars(config, preferred);
    finalAlphaOne = config.flag("set_alpha_to_one", true);
    stepsOffset = stepsOffset(config, alphaBars.length);
    spacing = spacing(config);
    String predicted = config.text("prediction_type", "epsilon");
    prediction =
        switch (predicted) {
          case "epsilon" -> Prediction.EPSILON;
          case "v_prediction" -> Prediction.VELOCITY;
          default -> throw config.unfit("prediction_type", "epsilon or v_prediction", predicted);
        };
    consistency = ConsistencySettings.read(config, alphaBars.length);
  }

  /**
   * Reads {@code scheduler/scheduler_config.json}.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static NoiseSchedule read(ConfigReader config) {
    config.allowOnly("trained_betas");
    config.allowOnly("thresholding");
    if (SchedulerClass.preferred(config) == SamplerKind.EULER) {
      config.allowOnly("use_karras_sigmas");
      config.allowOnly("use_exponential_sigmas");
      config.allowOnly("use_beta_sigmas");
      config.allowOnly("interpolation_type", "linear");
      config.allowOnly("final_sigmas_type", "zero");
      config.allowOnly("timestep_type", "discrete");
    }
    return new NoiseSchedule(config);
  }

  /** Defaults are those of the scheduler that the configuration is for. */
  private static float[] alphaBars(ConfigReader config, SamplerKind kind) {
    boolean latent = kind == SamplerKind.LCM;
    int count = config.number("num_train_timesteps", 1000);
    if (count > MOST_TIMESTEPS) {
      throw config.unfit("num_train_timesteps", "at most " + MOST_TIMESTEPS, count);
    }
    double first = share(config, "beta_start", latent ? 0.00085 : 0.0001);
    double last = share(config, "beta_end", latent ? 0.012 : 0.02);
    String shape = config.text("beta_schedule", latent ? "scaled_linear" : "linear");
    float[] bars =
        switch (shape) {
          case "linear" -> AlphaBars.linear(first, last, count);
          case "scaled_linear" -> AlphaBars.scaledLinear(first, last, count);
          default -> throw config.unfit("beta_schedule", "linear or scaled_linear", shape);
        };
    return config.flag("rescale_betas_zero_snr", false) ? AlphaBars.withoutFinalSignal(bars) : bars;
  }

  private static double share(ConfigReader config, String name, double otherwise) {
    double value = config.decimal(name, otherwise);
    if (!(value > 0 && value < 1)) {
      throw config.unfit(name, "a number between 0 and 1", value);
    }
    return value;
  }

  private static int stepsOffset(ConfigReader config, int count) {
    double offset = config.decimal("steps_offset", 0);
    if (!(offset >= 0 && offset < count) || offset != Math.rint(offset)) {
      throw config.unfit("steps_offset", "a whole number of 0 to " + (count - 1), offset);
    }
    return (int) offset;
  }

  private static Optional<TimestepSpacing> spacing(ConfigReader config) {
    if (!config.has("timestep_spacing")) {
      return Optional.empty();
    }
    String name = config.text("timestep_spacing", "");
    return Optional.of(
        switch (name) {
          case "leading" -> TimestepSpacing.LEADING;
          case "trailing" -> TimestepSpacing.TRAILING;
          case "linspace" -> TimestepSpacing.LINSPACE;
          default -> throw config.unfit("timestep_spacing", "leading, trailing or linspace", name);
        });
  }

  /** ᾱ at a timestep; below the first, what the schedule ends with. */
  public double alphaCumprod(int timestep) {
    if (timestep < 0) {
      return finalAlphaOne ? 1 : alphaBars[0];
    }
    return alphaBars[timestep];
  }

  /** Timesteps that the model was trained with. */
  public int trainTimesteps() {
    return alphaBars.length;
  }

  /** What the model predicts. */
  public Prediction prediction() {
    return prediction;
  }

  /**
   * The sampler that the model's configuration names, or DDIM where it names one that is not built:
   * all of those solve the same equation, and at 20 steps and more end at much the same picture.
   */
  public SamplerKind preferred() {
    return preferred;
  }

  ConsistencySettings consistency() {
    return consistency;
  }

  /** What the model predicts, where a picture can be told from it. */
  Prediction predictionAt(int timestep) {
    if (prediction == Prediction.EPSILON && alphaBars[timestep] == 0) {
      throw new IllegalArgumentException(
          "expected a model that predicts velocity (v_prediction), found one that predicts noise:"
              + " at timestep "
              + timestep
              + " there is no picture in the latents to be found by it (rescale_betas_zero_snr)");
    }
    return prediction;
  }

  /** How steps are spread: as the configuration says, or as is usual for a sampler. */
  TimestepSpacing spacing(TimestepSpacing usual) {
    return spacing.orElse(usual);
  }

  /** Timesteps of a sampler with so many steps, descending. */
  double[] spread(int steps, TimestepSpacing usual) {
    int count = alphaBars.length;
    if (steps < 1 || steps > count) {
      throw new IllegalArgumentException("expected 1 to " + count + " steps, found " + steps);
    }
    return spacing(usual).spread(count, steps, stepsOffset);
  }

  /** σ at a timestep, interpolated in between, in single precision. */
  double sigma(double timestep) {
    int below = (int) timestep;
    double sigma = sigmaAt(below);
    if (below == timestep) {
      return sigma;
    }
    return (float) (sigma + (timestep - below) * (sigmaAt(below + 1) - sigma));
  }

  private double sigmaAt(int timestep) {
    float bar = alphaBars[timestep] == 0 ? LEAST_SIGNAL : alphaBars[timestep];
    return (float) Math.sqrt((1 - bar) / bar);
  }
}

package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model was trained to be noised, and how its makers mean it to be sampled. Immutable.
 *
 * <p>Two settings are taken as diffusers' Stable Diffusion pipelines set them, whatever the file
 * says: {@code steps_offset} is 1 and {@code clip_sample} false, since old files had them wrong.
 * Its pipelines of latent consistency models do not, and there clipping is refused. What only a
 * sampler that is not built would read is not followed.
 */
public final class NoiseSchedule {

  /** What pipelines set {@code steps_offset} to. */
  private static final int PIPELINES_OFFSET = 1;

  private static final String COSINE = "squaredcos_cap_v2";

  private static final int MOST_TIMESTEPS = 100_000;

  private final float[] alphaBars;
  private final Sigmas sigmas;
  private final boolean cosine;
  private final boolean finalAlphaOne;
  private final int stepsOffset;
  private final Optional<TimestepSpacing> spacing;
  private final Prediction prediction;
  private final SchedulerClass scheduler;
  private final ConsistencySettings consistency;
  private final SigmaSettings sigmaSettings;
  private final SolverSettings solver;
  private final List<String> notes;

  private NoiseSchedule(ConfigReader config, boolean ofPipeline) {
    scheduler = SchedulerClass.read(config);
    SamplerKind kind = scheduler.kind();
    requireBuilt(config, kind);
    alphaBars = alphaBars(config, kind);
    sigmas = new Sigmas(alphaBars);
    cosine = config.text("beta_schedule", "").equals(COSINE);
    finalAlphaOne = config.flag("set_alpha_to_one", true);
    spacing = spacing(config);
    int offset = stepsOffset(config, alphaBars.length);
    boolean corrected = ofPipeline && kind != SamplerKind.LCM;
    stepsOffset = corrected ? PIPELINES_OFFSET : offset;
    String predicted = config.text("prediction_type", "epsilon");
    prediction =
        switch (predicted) {
          case "epsilon" -> Prediction.EPSILON;
          case "v_prediction" -> Prediction.VELOCITY;
          default -> throw config.unfit("prediction_type", "epsilon or v_prediction", predicted);
        };
    consistency = ConsistencySettings.read(config, alphaBars.length);
    sigmaSettings = SigmaSettings.read(config);
    solver = SolverSettings.read(config, kind.isMultistep());
    notes = corrected ? notes(config) : List.of();
  }

  private NoiseSchedule(NoiseSchedule other, SigmaSettings settings) {
    scheduler = other.scheduler;
    alphaBars = other.alphaBars;
    sigmas = other.sigmas;
    cosine = other.cosine;
    finalAlphaOne = other.finalAlphaOne;
    stepsOffset = other.stepsOffset;
    spacing = other.spacing;
    prediction = other.prediction;
    consistency = other.consistency;
    sigmaSettings = settings;
    solver = other.solver;
    notes = other.notes;
  }

  /**
   * Reads {@code scheduler/scheduler_config.json}, as diffusers' pipelines follow it.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for what is not built
   */
  public static NoiseSchedule read(ConfigReader config) {
    return new NoiseSchedule(config, true);
  }

  /** The same as diffusers' schedulers follow it by themselves. */
  static NoiseSchedule asWritten(ConfigReader config) {
    return new NoiseSchedule(config, false);
  }

  private static void requireBuilt(ConfigReader config, SamplerKind kind) {
    config.allowOnly("trained_betas");
    config.allowOnly("thresholding");
    switch (kind) {
      case EULER -> {
        config.allowOnly("interpolation_type", "linear");
        config.allowOnly("timestep_type", "discrete");
      }
      case EULER_ANCESTRAL -> {
        config.allowOnly("use_karras_sigmas");
        config.allowOnly("use_exponential_sigmas");
        config.allowOnly("use_beta_sigmas");
      }
      case LCM -> config.allowOnly("clip_sample");
      case DDIM, DPMPP_2M, DPMPP_2M_SDE -> {}
    }
  }

  private List<String> notes(ConfigReader config) {
    List<String> found = new ArrayList<>();
    if (!scheduler.isBuilt()) {
      found.add(
          "the model names "
              + scheduler.name()
              + ", which is not built; "
              + scheduler.kind()
              + " takes its place");
    }
    int offset = stepsOffset(config, alphaBars.length);
    if (config.has("steps_offset")
        && offset != PIPELINES_OFFSET
        && spacing(scheduler.kind().usualSpacing()) == TimestepSpacing.LEADING) {
      found.add(
          "the model says steps_offset "
              + offset
              + "; it is taken as 1, as diffusers' pipelines take it");
    }
    if (config.flag("clip_sample", false)) {
      found.add(
          "the model says clip_sample true; it is taken as false, as diffusers' pipelines take it");
    }
    return List.copyOf(found);
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
          case COSINE -> AlphaBars.cosine(count);
          default ->
              throw config.unfit("beta_schedule", "linear, scaled_linear or " + COSINE, shape);
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
    return scheduler.kind();
  }

  /** What a user should know: what stands for what, and which settings are not followed. */
  public List<String> notes() {
    return notes;
  }

  /** How σ falls, for the samplers that step over it. */
  public SigmaSpacing sigmaSpacing() {
    return sigmaSettings.spacing();
  }

  /** The same with σ that fall in another way. */
  public NoiseSchedule with(SigmaSpacing other) {
    return new NoiseSchedule(this, sigmaSettings.with(other));
  }

  SigmaSettings sigmaSettings() {
    return sigmaSettings;
  }

  SolverSettings solver() {
    return solver;
  }

  Sigmas sigmas() {
    return sigmas;
  }

  boolean isCosine() {
    return cosine;
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

  /**
   * Timesteps of the multistep solver, descending; of trailing ones fewer where the noisiest are
   * left out.
   *
   * @param last how many training timesteps are not left out
   */
  double[] spreadBelow(int last, int steps) {
    int count = alphaBars.length;
    if (steps < 1 || steps > count) {
      throw new IllegalArgumentException("expected 1 to " + count + " steps, found " + steps);
    }
    return spacing(TimestepSpacing.LINSPACE).spreadBelow(last, count, steps, stepsOffset);
  }
}

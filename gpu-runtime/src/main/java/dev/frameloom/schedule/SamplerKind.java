package dev.frameloom.schedule;

/** The samplers that there are, each with what makes it. */
public enum SamplerKind {
  /** Deterministic DDIM; {@link Ddim#sampler} makes one with noise. */
  DDIM {
    @Override
    public Sampler create(NoiseSchedule schedule, int steps) {
      return Ddim.sampler(schedule, steps, 0);
    }
  },

  /** Euler's method; also what SD-Turbo is made for. */
  EULER {
    @Override
    public Sampler create(NoiseSchedule schedule, int steps) {
      return Euler.sampler(schedule, steps);
    }
  },

  /** Euler's method with noise put back in each step. */
  EULER_ANCESTRAL {
    @Override
    public Sampler create(NoiseSchedule schedule, int steps) {
      return EulerAncestral.sampler(schedule, steps);
    }
  },

  /** DPM-Solver++ of second order, multistep; with Karras' σ what many call DPM++ 2M Karras. */
  DPMPP_2M {
    @Override
    public Sampler create(NoiseSchedule schedule, int steps) {
      return DpmSolver.sampler(schedule, steps, false);
    }
  },

  /** The same with noise put back in each step. */
  DPMPP_2M_SDE {
    @Override
    public Sampler create(NoiseSchedule schedule, int steps) {
      return DpmSolver.sampler(schedule, steps, true);
    }
  },

  /** Multistep consistency sampling, for latent consistency models and LCM-LoRA. */
  LCM {
    @Override
    public Sampler create(NoiseSchedule schedule, int steps) {
      return Lcm.sampler(schedule, steps, 1);
    }
  };

  /**
   * Makes a sampler.
   *
   * @param schedule how the model was trained to be noised
   * @param steps 1 to the number of training timesteps; of LCM to its original steps, 50
   * @throws IllegalArgumentException where so many steps can't be, or where the sampler can't work
   *     with what the model predicts
   */
  public abstract Sampler create(NoiseSchedule schedule, int steps);

  /** Whether its steps may be spaced by σ: {@link SigmaSpacing}. */
  public boolean takesSigmas() {
    return this == EULER || isMultistep();
  }

  boolean isMultistep() {
    return this == DPMPP_2M || this == DPMPP_2M_SDE;
  }

  /** How its steps are spread where the configuration does not say. */
  TimestepSpacing usualSpacing() {
    return this == DDIM || this == LCM ? TimestepSpacing.LEADING : TimestepSpacing.LINSPACE;
  }
}

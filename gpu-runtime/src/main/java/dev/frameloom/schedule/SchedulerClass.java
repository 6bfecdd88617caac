package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;
import java.util.Map;
import java.util.Set;

/**
 * The scheduler of diffusers that a model names, and the sampler here that stands for it.
 *
 * @param name its class; empty where none is named
 * @param kind the same, or one that solves the same equation in another number of steps
 * @param isBuilt whether it is the same
 */
record SchedulerClass(String name, SamplerKind kind, boolean isBuilt) {

  private static final Map<String, SamplerKind> BUILT =
      Map.of(
          "DDIMScheduler", SamplerKind.DDIM,
          "DDIMInverseScheduler", SamplerKind.DDIM,
          "EulerDiscreteScheduler", SamplerKind.EULER,
          "EulerAncestralDiscreteScheduler", SamplerKind.EULER_ANCESTRAL,
          "DPMSolverMultistepScheduler", SamplerKind.DPMPP_2M,
          "LCMScheduler", SamplerKind.LCM);

  /** DDIM stands for them. */
  private static final Set<String> OTHERS =
      Set.of(
          "DDPMScheduler",
          "PNDMScheduler",
          "DEISMultistepScheduler",
          "DPMSolverSinglestepScheduler",
          "DPMSolverSDEScheduler",
          "HeunDiscreteScheduler",
          "KDPM2DiscreteScheduler",
          "KDPM2AncestralDiscreteScheduler",
          "LMSDiscreteScheduler",
          "SASolverScheduler",
          "UniPCMultistepScheduler");

  /** What a configuration asks for; DDIM where it does not say. */
  static SchedulerClass read(ConfigReader config) {
    String name = config.text("_class_name", "");
    if (name.isEmpty() || OTHERS.contains(name)) {
      return new SchedulerClass(name, SamplerKind.DDIM, name.isEmpty());
    }
    SamplerKind kind = BUILT.get(name);
    if (kind == null) {
      throw config.unfit("_class_name", "a scheduler of Stable Diffusion 1 or 2", name);
    }
    boolean stochastic =
        kind == SamplerKind.DPMPP_2M && config.text("algorithm_type", "").equals("sde-dpmsolver++");
    return new SchedulerClass(name, stochastic ? SamplerKind.DPMPP_2M_SDE : kind, true);
  }
}

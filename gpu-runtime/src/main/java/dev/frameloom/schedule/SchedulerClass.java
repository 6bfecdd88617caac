package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;
import java.util.Map;

/**
 * The schedulers of diffusers that a model of these families may name, each with the sampler here
 * that stands for it: the same, or one that solves the same equation in another number of steps.
 */
final class SchedulerClass {

  private static final Map<String, SamplerKind> PREFERRED =
      Map.ofEntries(
          Map.entry("DDIMScheduler", SamplerKind.DDIM),
          Map.entry("DDIMInverseScheduler", SamplerKind.DDIM),
          Map.entry("DDPMScheduler", SamplerKind.DDIM),
          Map.entry("PNDMScheduler", SamplerKind.DDIM),
          Map.entry("DEISMultistepScheduler", SamplerKind.DDIM),
          Map.entry("DPMSolverMultistepScheduler", SamplerKind.DDIM),
          Map.entry("DPMSolverSinglestepScheduler", SamplerKind.DDIM),
          Map.entry("DPMSolverSDEScheduler", SamplerKind.DDIM),
          Map.entry("HeunDiscreteScheduler", SamplerKind.DDIM),
          Map.entry("KDPM2DiscreteScheduler", SamplerKind.DDIM),
          Map.entry("KDPM2AncestralDiscreteScheduler", SamplerKind.DDIM),
          Map.entry("LMSDiscreteScheduler", SamplerKind.DDIM),
          Map.entry("SASolverScheduler", SamplerKind.DDIM),
          Map.entry("UniPCMultistepScheduler", SamplerKind.DDIM),
          Map.entry("EulerDiscreteScheduler", SamplerKind.EULER),
          Map.entry("EulerAncestralDiscreteScheduler", SamplerKind.EULER),
          Map.entry("LCMScheduler", SamplerKind.LCM));

  private SchedulerClass() {}

  /** The sampler that a configuration asks for; DDIM where it does not say. */
  static SamplerKind preferred(ConfigReader config) {
    String name = config.text("_class_name", "DDIMScheduler");
    SamplerKind kind = PREFERRED.get(name);
    if (kind == null) {
      throw config.unfit("_class_name", "a scheduler of Stable Diffusion 1 or 2", name);
    }
    return kind;
  }
}

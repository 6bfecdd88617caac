package dev.frameloom.edit.tokenflow;

import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.schedule.SamplerKind;

/** Which sampler leads from step to step. */
enum SamplerChoice {
  /** LCM where the model is made for it, DDIM for all others: it is what inversion inverts. */
  AUTO,
  DDIM,
  /** For models with an LCM-LoRA, too. */
  LCM;

  Sampler create(NoiseSchedule schedule, int steps) {
    return kind(schedule).create(schedule, steps);
  }

  private SamplerKind kind(NoiseSchedule schedule) {
    return switch (this) {
      case AUTO -> schedule.preferred() == SamplerKind.LCM ? SamplerKind.LCM : SamplerKind.DDIM;
      case DDIM -> SamplerKind.DDIM;
      case LCM -> SamplerKind.LCM;
    };
  }
}

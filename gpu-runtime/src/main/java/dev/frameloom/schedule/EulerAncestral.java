package dev.frameloom.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Euler's method with noise put back in each step, as diffusers' EulerAncestralDiscreteScheduler
 * computes it. Its σ are those of timesteps, whatever else the configuration says.
 */
final class EulerAncestral {

  private EulerAncestral() {}

  static Sampler sampler(NoiseSchedule schedule, int steps) {
    SigmaPath path = SigmaPath.ofTimesteps(schedule, steps, true);
    List<SamplerStep> table = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double from = path.sigma(i);
      double to = path.sigma(i + 1);
      // the step leads further down than to σ', and noise leads up again
      double up = to / from * Math.sqrt(from * from - to * to);
      double down = to * to / from;
      Mix picture = Euler.picture(schedule, from);
      Mix next = picture.times(1 - down / from).plus(Mix.of(down / from, 0)).withNoise(up);
      table.add(new SamplerStep(path.timestep(i), Euler.inputScale(from), next, picture, 1, from));
    }
    return new TabledSampler(table, Euler.startScale(schedule, path));
  }
}

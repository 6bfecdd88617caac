package dev.frameloom.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * DDIM backwards: from a picture to the noise that would lead to it, as diffusers'
 * DDIMInverseScheduler computes it. Immutable; steps are numbered from 0, the picture's.
 *
 * <p>A step undoes the step of {@link Ddim} with the same timestep t, as if the model's output were
 * the same at both of its ends: the model is asked at t, where the step leads, for latents at t −
 * ⌊1000/steps⌋.
 */
public final class DdimInversion {

  private final List<Step> table = new ArrayList<>();

  private record Step(int timestep, Mix next) {}

  /**
   * The inversion of {@link Ddim}'s sampler with so many steps.
   *
   * @param steps 1 to the number of training timesteps
   */
  public DdimInversion(NoiseSchedule schedule, int steps) {
    int[] timesteps = Ddim.timesteps(schedule, steps);
    for (int i = steps - 1; i >= 0; i--) {
      add(schedule, timesteps[i] - schedule.trainTimesteps() / steps, timesteps[i]);
    }
  }

  private DdimInversion() {}

  /**
   * An inversion over any timesteps, from the picture to each in turn.
   *
   * @param timesteps ascending training timesteps, at least one
   */
  public static DdimInversion over(NoiseSchedule schedule, List<Integer> timesteps) {
    DdimInversion inversion = new DdimInversion();
    int before = -1;
    for (int timestep : timesteps) {
      if (timestep <= before || timestep >= schedule.trainTimesteps()) {
        throw new IllegalArgumentException(
            "expected ascending timesteps below "
                + schedule.trainTimesteps()
                + ", found "
                + timesteps);
      }
      inversion.add(schedule, before, timestep);
      before = timestep;
    }
    return inversion;
  }

  private void add(NoiseSchedule schedule, int from, int timestep) {
    double a = schedule.alphaCumprod(from);
    double an = schedule.alphaCumprod(timestep);
    Mix picture = schedule.prediction().picture(a);
    Mix noise = schedule.prediction().noise(a);
    // x' = √an·x0 + √(1−an)·ε, both as they are at a
    Mix next = picture.times(Math.sqrt(an)).plus(noise.times(Math.sqrt(1 - an)));
    table.add(new Step(timestep, next));
  }

  /** How many steps there are. */
  public int steps() {
    return table.size();
  }

  /** The timestep at which the model is asked in a step, and where the step leads; ascending. */
  public int timestep(int index) {
    return at(index).timestep();
  }

  /**
   * One step towards noise.
   *
   * @param scope what the result is attached to
   * @param latents (B, C, h, w) before the step
   * @param modelOutput (B, C, h, w), ε or v, as the model predicts
   * @return (B, C, h, w) at the step's timestep
   */
  public NDArray step(NDManager scope, NDArray latents, NDArray modelOutput, int index) {
    return TabledSampler.mixed(scope, at(index).next(), latents, modelOutput);
  }

  private Step at(int index) {
    return table.get(Objects.checkIndex(index, table.size()));
  }
}

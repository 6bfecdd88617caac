package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.EditException;
import dev.frameloom.schedule.DdimInversion;
import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The way of an inversion, and where on it the sampler's timesteps are.
 *
 * @param timesteps ascending
 * @param kept indexes into them of each step of the sampler, in its order, the noisiest first; then
 *     the last of all where the sampler does not begin there
 */
record InversionPath(List<Integer> timesteps, List<Integer> kept) {

  InversionPath {
    timesteps = List.copyOf(timesteps);
    kept = List.copyOf(kept);
  }

  /**
   * Through the sampler's timesteps and no further, with each gap cut into equal parts.
   *
   * @param parts of a gap, where it has as many timesteps
   */
  static InversionPath through(Sampler sampler, int parts) {
    TreeSet<Integer> path = new TreeSet<>();
    int before = 0;
    for (int step = sampler.steps() - 1; step >= 0; step--) {
      int timestep = timestep(sampler, step);
      for (int part = 1; part <= parts; part++) {
        int between = before + Math.round((float) (timestep - before) * part / parts);
        if (between > 0) { // latents at timestep 0 are the picture's
          path.add(between);
        }
      }
      path.add(timestep);
      before = timestep;
    }
    return of(new ArrayList<>(path), sampler, false);
  }

  /**
   * As the published code goes: over evenly spread timesteps to the last of them, which must hold
   * the sampler's.
   *
   * @param steps how many
   * @throws EditException where they don't
   */
  static InversionPath whole(NoiseSchedule schedule, Sampler sampler, int steps) {
    DdimInversion inversion = new DdimInversion(schedule, steps);
    List<Integer> path = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      path.add(inversion.timestep(i));
    }
    return of(path, sampler, true);
  }

  private static InversionPath of(List<Integer> path, Sampler sampler, boolean toTheEnd) {
    List<Integer> kept = new ArrayList<>();
    for (int step = 0; step < sampler.steps(); step++) {
      int at = path.indexOf(timestep(sampler, step));
      if (at < 0) {
        throw new EditException(
            "option inversion-steps: expected a multiple of the edit's steps, so that the source is"
                + " known at each of them; found "
                + path.size());
      }
      kept.add(at);
    }
    if (toTheEnd) {
      kept.add(path.size() - 1);
    }
    return new InversionPath(path, kept);
  }

  private static int timestep(Sampler sampler, int step) {
    return (int) Math.rint(sampler.timestep(step));
  }
}

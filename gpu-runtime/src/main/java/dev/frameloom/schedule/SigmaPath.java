package dev.frameloom.schedule;

/**
 * The way of a sampler that steps over σ.
 *
 * @param sigmas of each step, descending, and where the last one leads, in single precision
 * @param timesteps at which the model is asked, one for each step
 */
@SuppressWarnings("ArrayRecordComponent")
record SigmaPath(double[] sigmas, double[] timesteps) {

  int steps() {
    return timesteps.length;
  }

  double sigma(int index) {
    return sigmas[index];
  }

  double timestep(int index) {
    return timesteps[index];
  }

  /** That of evenly spread timesteps. */
  static SigmaPath ofTimesteps(NoiseSchedule schedule, int steps, boolean endsAtZero) {
    double[] timesteps = schedule.spread(steps, TimestepSpacing.LINSPACE);
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (float) timesteps[i];
    }
    return even(schedule, timesteps, endsAtZero);
  }

  /** Euler's: as the configuration says, within the σ of its timesteps. */
  static SigmaPath euler(NoiseSchedule schedule, int steps) {
    SigmaSettings settings = schedule.sigmaSettings();
    SigmaPath even = ofTimesteps(schedule, steps, settings.endsAtZero());
    if (settings.spacing() == SigmaSpacing.EVEN) {
      return even;
    }
    Sigmas all = schedule.sigmas();
    double least = settings.least().orElse(all.at(even.timestep(steps - 1)));
    double largest = settings.largest().orElse(all.at(even.timestep(0)));
    double[] sigmas = settings.spacing().spread(least, largest, steps);
    double[] timesteps = new double[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (float) all.timestep(sigmas[i]);
    }
    return ended(schedule, sigmas, timesteps, settings.endsAtZero());
  }

  /** The multistep solver's: over all σ of the training schedule, at whole timesteps. */
  static SigmaPath solver(NoiseSchedule schedule, int steps) {
    SigmaSettings settings = schedule.sigmaSettings();
    Sigmas all = schedule.sigmas();
    int last = schedule.trainTimesteps() - all.noisierThan(schedule.solver().leastLambda());
    double[] timesteps = schedule.spreadBelow(last, steps);
    if (settings.spacing() == SigmaSpacing.EVEN) {
      return even(schedule, timesteps, settings.endsAtZero());
    }
    double[] sigmas = settings.spacing().spread(all.least(), all.largest(), steps);
    boolean rounded = settings.spacing() == SigmaSpacing.KARRAS && !schedule.isCosine();
    timesteps = new double[steps];
    for (int i = 0; i < steps; i++) {
      double timestep = all.timestep(sigmas[i]);
      timesteps[i] = rounded ? Math.rint(timestep) : Math.floor(timestep);
    }
    return ended(schedule, sigmas, timesteps, settings.endsAtZero());
  }

  private static SigmaPath even(NoiseSchedule schedule, double[] timesteps, boolean endsAtZero) {
    double[] sigmas = new double[timesteps.length];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = schedule.sigmas().at(timesteps[i]);
    }
    return ended(schedule, sigmas, timesteps, endsAtZero);
  }

  private static SigmaPath ended(
      NoiseSchedule schedule, double[] sigmas, double[] timesteps, boolean endsAtZero) {
    double[] rounded = new double[sigmas.length + 1];
    for (int i = 0; i < sigmas.length; i++) {
      rounded[i] = (float) sigmas[i];
    }
    rounded[sigmas.length] = endsAtZero ? 0 : schedule.sigmas().least();
    return new SigmaPath(rounded, timesteps);
  }
}

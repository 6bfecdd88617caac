package dev.frameloom.edit.tokenflow;

/**
 * In which steps the edited branches take over what.
 *
 * @param features first steps in which a residual block's features are taken over
 * @param attention first steps in which queries and keys are
 */
record InjectionSchedule(int features, int attention) {

  /** Never. */
  static final InjectionSchedule NEVER = new InjectionSchedule(0, 0);

  /**
   * By shares of a whole schedule of which the last steps are run: the noisiest are those that are
   * left out.
   *
   * @param steps of the whole schedule
   * @param run how many of them are run
   */
  static InjectionSchedule of(double features, double attention, int steps, int run) {
    int skipped = steps - run;
    return new InjectionSchedule(
        Math.max(0, (int) (steps * features) - skipped),
        Math.max(0, (int) (steps * attention) - skipped));
  }

  Injection at(int step) {
    return new Injection(step < features, step < attention);
  }
}

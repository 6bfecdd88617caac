package dev.frameloom.edit.tokenflow;

/** Says what is computed in each step. A pure function of the step. */
@FunctionalInterface
interface StepPlanner {

  /**
   * The work of a step.
   *
   * @param step number of the step, from 0
   */
  StepPlan step(int step);
}

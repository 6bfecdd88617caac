package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;

/**
 * What {@link DpmSolver} takes from a scheduler's configuration.
 *
 * @param order 1 or 2
 * @param heun whether the second order is Heun's and not the midpoint's
 * @param lowerOrderFinal whether the last of fewer than 15 steps is of first order
 * @param eulerAtFinal whether the last step is of first order in any case
 * @param leastLambda log(√ᾱ/√(1−ᾱ)) below which no timesteps are taken; −∞ for all
 */
record SolverSettings(
    int order, boolean heun, boolean lowerOrderFinal, boolean eulerAtFinal, double leastLambda) {

  /** Of fewer steps than this the last is of first order. */
  private static final int FEW_STEPS = 15;

  /** Reads them; names that diffusers takes for others, too. */
  static SolverSettings read(ConfigReader config, boolean asked) {
    if (asked) {
      // deis is another name: diffusers computes dpmsolver++ for it
      config.allowOnly("algorithm_type", "dpmsolver++", "sde-dpmsolver++", "deis");
      config.allowOnly("use_lu_lambdas");
      config.allowOnly("use_flow_sigmas");
      config.allowOnly("use_dynamic_shifting");
      config.allowOnly("variance_type");
      config.allowOnly("solver_order", "1", "2");
      config.allowOnly("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2");
    }
    int order = asked ? config.number("solver_order", 2) : 2;
    return new SolverSettings(
        order,
        asked && config.text("solver_type", "midpoint").equals("heun"),
        config.flag("lower_order_final", true),
        config.flag("euler_at_final", false),
        config.decimal("lambda_min_clipped", Double.NEGATIVE_INFINITY));
  }

  /** Whether a step is of second order where there is a step before it. */
  boolean secondOrder(int index, int steps, boolean endsAtZero) {
    boolean last = index == steps - 1;
    boolean lower = eulerAtFinal || (lowerOrderFinal && steps < FEW_STEPS) || endsAtZero;
    return order == 2 && !(last && lower);
  }
}

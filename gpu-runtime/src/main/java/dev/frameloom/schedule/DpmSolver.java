package dev.frameloom.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DPM-Solver++ of second order, multistep (Lu et al., DPM-Solver++: Fast Solver for Guided Sampling
 * of Diffusion Probabilistic Models, algorithm 2), and its stochastic form, as diffusers'
 * DPMSolverMultistepScheduler computes them.
 *
 * <p>Latents are a·picture + s·noise with a = 1/√(σ²+1) and s = σ·a; λ = log(a/s) = −log σ. From s0
 * to t: h = λt − λs0, and r0 = (λs0 − λs1)/h with s1 the step before.
 */
final class DpmSolver {

  private DpmSolver() {}

  /**
   * A sampler.
   *
   * @param stochastic whether each step puts noise back (sde-dpmsolver++)
   */
  static Sampler sampler(NoiseSchedule schedule, int steps, boolean stochastic) {
    SigmaPath path = SigmaPath.solver(schedule, steps);
    SolverSettings solver = schedule.solver();
    boolean endsAtZero = schedule.sigmaSettings().endsAtZero();
    List<MultistepSampler.Step> table = new ArrayList<>();
    for (int i = 0; i < path.steps(); i++) {
      Point from = new Point(path.sigma(i));
      Point to = new Point(path.sigma(i + 1));
      Mix picture = schedule.prediction().picture(from.signal() * from.signal());
      Update update = new Update(from, to, stochastic);
      // x' = kept·x + taken·x0 + noise
      Mix first = Mix.of(update.kept(), 0).plus(picture.times(update.taken()));
      SamplerStep step =
          new SamplerStep(
              path.timestep(i),
              1,
              first.withNoise(update.noise()),
              picture,
              from.signal(),
              from.noise());
      Optional<Double> slope = Optional.empty();
      if (i > 0 && solver.secondOrder(i, path.steps(), endsAtZero)) {
        slope = update.slope(path.sigma(i - 1), solver.heun());
      }
      table.add(new MultistepSampler.Step(step, slope));
    }
    return new MultistepSampler(table, 1);
  }

  /** A place on the way: shares of picture and noise. */
  private record Point(double sigma) {

    double signal() {
      return 1 / Math.sqrt(sigma * sigma + 1);
    }

    double noise() {
      return sigma * signal();
    }
  }

  /** From one place to the next. */
  private record Update(Point from, Point to, boolean stochastic) {

    /** e^−h. */
    private double shrink() {
      return to.sigma() / from.sigma();
    }

    /** h. */
    private double way() {
      return -Math.log(shrink());
    }

    /** Share of the picture that is taken: 1 − e^−h, or 1 − e^−2h, of what the next place has. */
    double taken() {
      return to.signal() * -Math.expm1((stochastic ? -2 : -1) * way());
    }

    double kept() {
      return to.noise() / from.noise() * (stochastic ? shrink() : 1);
    }

    double noise() {
      return stochastic ? to.noise() * Math.sqrt(-Math.expm1(-2 * way())) : 0;
    }

    /** What x0 − x0 of the step before is weighed by: the weight of D1, times 1/r0. */
    Optional<Double> slope(double before, boolean heun) {
      double h = way();
      double h0 = Math.log(before / from.sigma());
      if (h == 0 || h0 == 0 || Double.isInfinite(h)) {
        return Optional.empty();
      }
      double weight = 0.5 * taken();
      if (heun) {
        double exponent = stochastic ? -2 * h : -h;
        double share = Math.expm1(exponent) / (stochastic ? 2 * h : h);
        weight = to.signal() * (share + 1);
      }
      return Optional.of(weight * h / h0);
    }
  }
}

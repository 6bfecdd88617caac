package dev.frameloom.propagate;

import dev.frameloom.image.Picture;
import java.util.BitSet;

/**
 * Puts the gradients of two pictures onto the colours of a third: screened Poisson, min Σ γ²(∇u −
 * g)² + (u − colours)², channel by channel in Lab. γ weighs the gradients: 2.5 of lightness, 0.5 of
 * both colours.
 */
final class PoissonBlend {

  private static final double[] GAMMA = {2.5, 0.5, 0.5};

  /** Levels between neighbours; steeper ones are seams more often than edges. */
  private static final double STEEPEST = 100;

  private PoissonBlend() {}

  /**
   * Blends three pictures of one size.
   *
   * @param fromSecond which pixels' gradients, to the right and downwards, are those of the second
   * @param colours what it is to look like where the gradients do not say otherwise
   * @return not rounded, and not cut to what bytes can hold
   */
  static LabPlanes blend(Picture first, Picture second, BitSet fromSecond, Picture colours) {
    LabPlanes a = LabPlanes.of(first);
    LabPlanes b = LabPlanes.of(second);
    LabPlanes base = LabPlanes.of(colours);
    double[][] values = new double[LabPlanes.CHANNELS][];
    for (int channel = 0; channel < values.length; channel++) {
      double weight = GAMMA[channel] * GAMMA[channel];
      double[] right =
          rightSide(
              a.values()[channel],
              b.values()[channel],
              fromSecond,
              base.values()[channel],
              a.width(),
              weight);
      values[channel] =
          new ScreenedPoisson(a.width(), a.height(), weight).solve(right, base.values()[channel]);
    }
    return new LabPlanes(a.width(), a.height(), values);
  }

  /** Of the normal equations: the colours, and what the wanted gradients diverge by. */
  private static double[] rightSide(
      double[] a, double[] b, BitSet fromSecond, double[] base, int width, double weight) {
    double[] right = base.clone();
    for (int at = 0; at < right.length; at++) {
      double[] of = fromSecond.get(at) ? b : a;
      if (at + width < right.length) {
        addGradient(right, at, at + width, of, weight);
      }
      if ((at + 1) % width != 0) {
        addGradient(right, at, at + 1, of, weight);
      }
    }
    return right;
  }

  private static void addGradient(double[] right, int from, int to, double[] of, double weight) {
    double gradient = weight * Math.max(-STEEPEST, Math.min(STEEPEST, of[from] - of[to]));
    right[from] += gradient;
    right[to] -= gradient;
  }
}

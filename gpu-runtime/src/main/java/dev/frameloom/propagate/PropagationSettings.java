package dev.frameloom.propagate;

import dev.frameloom.patch.SynthesisSettings;

/**
 * How the frames between two edited keyframes are painted. All but the threads make a difference to
 * the result.
 *
 * @param synthesis of each frame; its seed is replaced by that of the call
 * @param weights of the guides
 * @param hidden what guides show of the frame before where that frame does not show it
 * @param variant where published code and paper differ
 * @param poisson whether the gradients of the chosen pixels are put back after both pictures of a
 *     frame are blended
 * @param threads 1 to 256, for both directions together; from 2 on they are painted side by side
 */
public record PropagationSettings(
    SynthesisSettings synthesis,
    GuideWeights weights,
    Hidden hidden,
    Variant variant,
    boolean poisson,
    int threads) {

  private static final int MOST_THREADS = 256;

  public PropagationSettings {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "expected 1 to %d threads, found %d".formatted(MOST_THREADS, threads));
    }
  }

  /**
   * Rerender-A-Video's as its command runs: 12 rounds of 6 searches, Poisson. WAVE's are these
   * without Poisson.
   */
  public static PropagationSettings official() {
    return new PropagationSettings(
        SynthesisSettings.defaults().withRounds(12, 6),
        GuideWeights.defaults(),
        Hidden.PAINTED,
        Variant.OFFICIAL,
        true,
        2);
  }

  /**
   * Rerender-A-Video's as its paper describes it, without Poisson; of what is hidden it says
   * nothing, and the quicker way is taken.
   */
  public static PropagationSettings paper() {
    return official().withVariant(Variant.PAPER).withPoisson(false).withHidden(Hidden.MOVED);
  }

  /** The same with another synthesis of each frame. */
  public PropagationSettings withSynthesis(SynthesisSettings other) {
    return new PropagationSettings(other, weights, hidden, variant, poisson, threads);
  }

  /** The same with other weights. */
  public PropagationSettings withWeights(GuideWeights other) {
    return new PropagationSettings(synthesis, other, hidden, variant, poisson, threads);
  }

  /** The same with other guides where something is hidden. */
  public PropagationSettings withHidden(Hidden other) {
    return new PropagationSettings(synthesis, weights, other, variant, poisson, threads);
  }

  /** The same in another variant. */
  public PropagationSettings withVariant(Variant other) {
    return new PropagationSettings(synthesis, weights, hidden, other, poisson, threads);
  }

  /** The same with gradients put back, or without. */
  public PropagationSettings withPoisson(boolean other) {
    return new PropagationSettings(synthesis, weights, hidden, variant, other, threads);
  }

  /** The same on another number of threads. */
  public PropagationSettings withThreads(int other) {
    return new PropagationSettings(synthesis, weights, hidden, variant, poisson, other);
  }
}

package dev.frameloom.engine;

/**
 * Random choices that depend on their arguments only, by {@link Philox}, as {@link Noise} does for
 * numbers.
 */
public final class Draws {

  private Draws() {}

  /**
   * A whole number of 0 to bound − 1, each equally likely.
   *
   * @param bound at least 1
   * @param seed seed of the edit
   * @param purpose what for; other purposes get independent choices
   * @param sequence sequence of the frame that is chosen for
   * @param index of the choice among those for the frame, as a step
   */
  public static int below(int bound, long seed, String purpose, long sequence, int index) {
    if (bound < 1) {
      throw new IllegalArgumentException("expected a bound of at least 1, found " + bound);
    }
    int[] words = {index, (int) sequence, (int) (sequence >>> 32), Noise.fingerprint(purpose)};
    Philox.generate(words, (int) seed, (int) (seed >>> 32));
    // 32 bits times the bound: the upper half is spread evenly to 1 in 2³² / bound
    return (int) ((Integer.toUnsignedLong(words[0]) * bound) >>> 32);
  }
}

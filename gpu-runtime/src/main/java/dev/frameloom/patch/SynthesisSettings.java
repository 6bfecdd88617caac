package dev.frameloom.patch;

/**
 * How a picture is synthesized.
 *
 * @param patch side of a patch in pixels, 3, 5, 7 or 9
 * @param uniformity what it costs to use a place of the style more often than the others, in units
 *     of a patch's error; 0 to 1e6
 * @param styleWeight weight of the style itself beside the guides', above 0
 * @param levels of the pyramid, 1 to 16; fewer where the pictures are too small for so many
 * @param votes rounds of search and vote on each level, at least 1
 * @param searches passes of propagation and random search in each round, at least 1
 * @param stopThreshold a place of which no channel changes by this in a round, nor around it, is
 *     left alone in the next; 0 to search everywhere in every round
 * @param seed of the random search
 */
public record SynthesisSettings(
    int patch,
    double uniformity,
    double styleWeight,
    int levels,
    int votes,
    int searches,
    int stopThreshold,
    long seed) {

  private static final int MOST_LEVELS = 16;
  private static final double MOST_UNIFORM = 1e6;

  public SynthesisSettings {
    require(patch >= 3 && patch <= 9 && patch % 2 == 1, "patch must be 3, 5, 7 or 9", patch);
    require(
        uniformity >= 0 && uniformity <= MOST_UNIFORM, "uniformity must be 0 to 1e6", uniformity);
    require(
        styleWeight > 0 && styleWeight < Double.POSITIVE_INFINITY,
        "styleWeight must be above 0",
        styleWeight);
    require(levels >= 1 && levels <= MOST_LEVELS, "levels must be 1 to 16", levels);
    require(votes >= 1, "votes must be at least 1", votes);
    require(searches >= 1, "searches must be at least 1", searches);
    require(
        stopThreshold >= 0 && stopThreshold <= 256,
        "stopThreshold must be 0 to 256",
        stopThreshold);
  }

  /**
   * EbSynth's own defaults, with six rounds of four searches; but places are left alone only where
   * nothing changes at all. EbSynth's GPU version leaves them alone below 5, its CPU version never,
   * as 0 does: errors are up to 1 % lower then, and it takes up to twice as long.
   */
  public static SynthesisSettings defaults() {
    return new SynthesisSettings(5, 3500, 1, MOST_LEVELS, 6, 4, 1, 0);
  }

  /** The same with other numbers of rounds and of searches in each. */
  public SynthesisSettings withRounds(int newVotes, int newSearches) {
    return new SynthesisSettings(
        patch, uniformity, styleWeight, levels, newVotes, newSearches, stopThreshold, seed);
  }

  /** The same with another threshold for places to be left alone. */
  public SynthesisSettings withStopThreshold(int threshold) {
    return new SynthesisSettings(
        patch, uniformity, styleWeight, levels, votes, searches, threshold, seed);
  }

  /** The same with another price of uneven use. */
  public SynthesisSettings withUniformity(double weight) {
    return new SynthesisSettings(
        patch, weight, styleWeight, levels, votes, searches, stopThreshold, seed);
  }

  /** The same with another seed. */
  public SynthesisSettings withSeed(long newSeed) {
    return new SynthesisSettings(
        patch, uniformity, styleWeight, levels, votes, searches, stopThreshold, newSeed);
  }

  private static void require(boolean valid, String rule, Number found) {
    if (!valid) {
      throw new IllegalArgumentException(rule + ", found " + found);
    }
  }
}

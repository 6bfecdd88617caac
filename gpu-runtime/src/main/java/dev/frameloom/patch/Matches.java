package dev.frameloom.patch;

/** Where patches are matched: centres in the style, as whole numbers {@code x + (y << 16)}. */
final class Matches {

  /** The longest side that such a number holds. */
  static final int LONGEST_SIDE = 0x7fff;

  private Matches() {}

  static int x(int match) {
    return match & 0xffff;
  }

  static int y(int match) {
    return match >>> 16;
  }

  static int at(int x, int y) {
    return x + (y << 16);
  }

  /** Evenly anywhere a patch lies inside. */
  static int[] random(Extent target, Extent source, int side, long salt) {
    int[] matches = new int[target.width() * target.height()];
    for (int i = 0; i < matches.length; i++) {
      long word = mix(salt ^ mix(i));
      int x = side / 2 + drawn((int) word, source.width() - side + 1);
      int y = side / 2 + drawn((int) (word >>> 32), source.height() - side + 1);
      matches[i] = at(x, y);
    }
    return matches;
  }

  /** A coarser level's matches, each for four pixels, a patch away from the style's border. */
  static int[] doubled(int[] coarser, Extent from, Extent target, Extent source, int side) {
    int[] matches = new int[target.width() * target.height()];
    for (int y = 0; y < target.height(); y++) {
      int row = Math.min(y / 2, from.height() - 1) * from.width();
      for (int x = 0; x < target.width(); x++) {
        int match = coarser[row + Math.min(x / 2, from.width() - 1)];
        matches[y * target.width() + x] =
            at(
                inside(2 * x(match) + x % 2, source.width(), side),
                inside(2 * y(match) + y % 2, source.height(), side));
      }
    }
    return matches;
  }

  private static int inside(int value, int length, int margin) {
    int least = Math.min(margin, (length - 1) / 2);
    return Math.max(least, Math.min(length - 1 - least, value));
  }

  /** One of so many numbers from 0, by 32 random bits. */
  static int drawn(int word, int count) {
    return (int) ((Integer.toUnsignedLong(word) * count) >>> 32);
  }

  /** The finalizer of SplitMix64: a generator for each pixel, so that order does not matter. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Pixels of a level of the pyramid. */
  record Extent(int width, int height) {

    /** As much of levels as a level of the pyramid has. */
    static Extent of(Levels levels, int level) {
      return new Extent(levels.width() >> level, levels.height() >> level);
    }
  }
}

package dev.frameloom.patch;

/**
 * One pass of PatchMatch (Barnes et al., 2009) over some rows: each pixel tries what its neighbours
 * behind it in the direction of the pass found, and places at random around its own match, nearer
 * ones first.
 *
 * <p>A band of rows sees of other bands only what was there before the pass. So bands can run side
 * by side, and the result does not depend on how many do.
 */
final class PatchSearch {

  private final PatchDistance distance;
  private final int width;
  private final int sourceWidth;
  private final int sourceHeight;
  private final int[] matches;
  private final int[] errors;
  private final Occupancy occupancy;

  /** The lowest and the highest centre of a patch in the source. */
  private final int low;

  private final int highX;
  private final int highY;

  /**
   * Searches on arrays that it changes in place.
   *
   * @param matches (H, W) centres, x + (y << 16)
   * @param errors (H, W) of those
   * @param occupancy of the matches; its own
   */
  PatchSearch(
      PatchDistance distance,
      int radius,
      int width,
      int sourceWidth,
      int sourceHeight,
      int[] matches,
      int[] errors,
      Occupancy occupancy) {
    this.distance = distance;
    this.width = width;
    this.sourceWidth = sourceWidth;
    this.sourceHeight = sourceHeight;
    this.matches = matches;
    this.errors = errors;
    this.occupancy = occupancy;
    this.low = radius;
    this.highX = sourceWidth - 1 - radius;
    this.highY = sourceHeight - 1 - radius;
  }

  /**
   * Goes over rows once.
   *
   * @param forward from the top left, or else from the bottom right
   * @param active which pixels are searched; null for all
   * @param matchBehind the match, before the pass, of the row that the pass comes from, outside of
   *     the band; null where the picture ends there
   * @param errorBehind the errors of those
   * @param salt of the random places: other for every pass
   */
  void pass(
      int fromRow,
      int toRow,
      boolean forward,
      boolean[] active,
      int[] matchBehind,
      int[] errorBehind,
      long salt) {
    int step = forward ? 1 : -1;
    int firstRow = forward ? fromRow : toRow - 1;
    int firstColumn = forward ? 0 : width - 1;
    for (int i = 0, y = firstRow; i < toRow - fromRow; i++, y += step) {
      for (int j = 0, x = firstColumn; j < width; j++, x += step) {
        int at = y * width + x;
        if (active != null && !active[at]) {
          continue;
        }
        if (j > 0) {
          besideColumn(at, x, y, step);
        }
        if (i > 0) {
          besideRow(at, x, y, step, matches[at - step * width], errors[at - step * width]);
        } else if (matchBehind != null) {
          besideRow(at, x, y, step, matchBehind[x], errorBehind[x]);
        }
        around(at, x, y, salt);
      }
    }
  }

  private void besideColumn(int at, int x, int y, int step) {
    int other = matches[at - step];
    int sx = (other & 0xffff) + step;
    int sy = other >>> 16;
    int match = sx + (sy << 16);
    if (sx < low || sx > highX || match == matches[at]) {
      return;
    }
    int error = distance.besideColumn(errors[at - step], x, y, sx, sy, step);
    take(at, match, error);
  }

  private void besideRow(int at, int x, int y, int step, int other, int otherError) {
    int sx = other & 0xffff;
    int sy = (other >>> 16) + step;
    int match = sx + (sy << 16);
    if (sy < low || sy > highY || match == matches[at]) {
      return;
    }
    take(at, match, distance.besideRow(otherError, x, y, sx, sy, step));
  }

  private void take(int at, int match, int error) {
    if (error < limit(at, match)) {
      put(at, match, error);
    }
  }

  /** Radii 1, 2, 4 and so on, around what is the match by then. */
  private void around(int at, int x, int y, long salt) {
    long random = mix(salt + at * 0x9E3779B97F4A7C15L);
    int most = Math.max(sourceWidth, sourceHeight);
    for (int k = 0, reach = 1; reach < most; k++, reach = k % 2 == 0 ? 2 * reach : reach) {
      random = mix(random);
      int current = matches[at];
      int sx = drawn((int) random, (current & 0xffff) - reach, (current & 0xffff) + reach, highX);
      int sy =
          drawn((int) (random >>> 32), (current >>> 16) - reach, (current >>> 16) + reach, highY);
      int match = sx + (sy << 16);
      double limit = limit(at, match);
      if (limit <= 0 || match == current) {
        continue;
      }
      int error = distance.of(x, y, sx, sy, limit);
      if (error < limit) {
        put(at, match, error);
      }
    }
  }

  /** Below this error a match is better than the one that there is. */
  private double limit(int at, int match) {
    return errors[at] + occupancy.price(matches[at]) - occupancy.price(match);
  }

  private void put(int at, int match, int error) {
    occupancy.move(matches[at], match);
    matches[at] = match;
    errors[at] = error;
  }

  /** Evenly of [from, to], cut to where patches lie inside. */
  private int drawn(int word, int from, int to, int high) {
    int first = Math.max(from, low);
    int count = Math.min(to, high) - first + 1;
    return first + (int) ((Integer.toUnsignedLong(word) * count) >>> 32);
  }

  /** The finalizer of SplitMix64: a generator for each pixel, so that order does not matter. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

package dev.frameloom.patch;

/**
 * One pass of PatchMatch (Barnes et al., 2009) over some rows: each pixel tries what its neighbours
 * behind it in the direction of the pass found, and places at random around its own match, nearer
 * ones first.
 */
final class PatchSearch {

  /** Places drawn within each radius. EbSynth draws one; the second lowers errors a little. */
  private static final int DRAWS = 2;

  private final PatchDistance distance;
  private final int width;
  private final int height;
  private final int reach;
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
   * @param matches (H, W)
   * @param errors (H, W) of those
   * @param occupancy of the matches; its own
   */
  PatchSearch(
      PatchDistance distance,
      SynthesisSettings settings,
      int width,
      Levels style,
      int[] matches,
      int[] errors,
      Occupancy occupancy) {
    this.distance = distance;
    this.width = width;
    this.height = matches.length / width;
    this.matches = matches;
    this.errors = errors;
    this.occupancy = occupancy;
    reach = Math.max(style.width(), style.height());
    low = settings.patch() / 2;
    highX = style.width() - 1 - low;
    highY = style.height() - 1 - low;
  }

  /**
   * Goes over rows once. Reads the row beside them that the pass comes from, and changes none but
   * its own.
   *
   * @param forward from the top left, or else from the bottom right
   * @param active (H, W) which pixels are searched
   * @param salt of the random places: other for every pass
   */
  void pass(int fromRow, int toRow, boolean forward, boolean[] active, long salt) {
    int step = forward ? 1 : -1;
    for (int i = 0; i < toRow - fromRow; i++) {
      int y = forward ? fromRow + i : toRow - 1 - i;
      for (int j = 0; j < width; j++) {
        int x = forward ? j : width - 1 - j;
        int at = y * width + x;
        if (active[at]) {
          if (j > 0) {
            besideColumn(at, x, y, step);
          }
          if (y - step >= 0 && y - step < height) {
            besideRow(at, x, y, step);
          }
          around(at, x, y, salt);
        }
      }
    }
  }

  private void besideColumn(int at, int x, int y, int step) {
    int other = matches[at - step];
    int sx = Matches.x(other) + step;
    int sy = Matches.y(other);
    int match = Matches.at(sx, sy);
    if (sx >= low && sx <= highX && match != matches[at]) {
      take(at, match, distance.besideColumn(errors[at - step], x, y, sx, sy, step));
    }
  }

  private void besideRow(int at, int x, int y, int step) {
    int other = matches[at - step * width];
    int sx = Matches.x(other);
    int sy = Matches.y(other) + step;
    int match = Matches.at(sx, sy);
    if (sy >= low && sy <= highY && match != matches[at]) {
      take(at, match, distance.besideRow(errors[at - step * width], x, y, sx, sy, step));
    }
  }

  private void take(int at, int match, int error) {
    if (error < limit(at, match)) {
      put(at, match, error);
    }
  }

  /** Within 1, 2, 4 pixels and so on, to the whole style, around what is the match by then. */
  private void around(int at, int x, int y, long salt) {
    long random = Matches.mix(salt + at * 0x9E3779B97F4A7C15L);
    for (int radius = 1; radius < 2 * reach; radius *= 2) {
      for (int draw = 0; draw < DRAWS; draw++) {
        random = Matches.mix(random);
        int current = matches[at];
        int sx = drawn((int) random, Matches.x(current), radius, highX);
        int sy = drawn((int) (random >>> 32), Matches.y(current), radius, highY);
        tryAt(at, x, y, sx, sy);
      }
    }
  }

  private void tryAt(int at, int x, int y, int sx, int sy) {
    int match = Matches.at(sx, sy);
    double limit = limit(at, match);
    if (limit <= 0 || match == matches[at] || distance.beyond(x, y, sx, sy, limit)) {
      return;
    }
    int error = distance.of(x, y, sx, sy, limit);
    if (error < limit) {
      put(at, match, error);
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

  /** Evenly within a radius, cut to where patches lie inside. */
  private int drawn(int word, int middle, int radius, int high) {
    int first = Math.max(middle - radius, low);
    return first + Matches.drawn(word, Math.min(middle + radius, high) - first + 1);
  }
}

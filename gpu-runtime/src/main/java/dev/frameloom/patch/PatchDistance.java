package dev.frameloom.patch;

/**
 * The error of a patch: squared differences of levels, weighted by channel, summed over its pixels.
 * Whole numbers, so that a patch's error is exact however it was come by.
 */
final class PatchDistance {

  private final int side;
  private final int radius;
  private final int groups;
  private final int[] weights;
  private final PatchFeatures target;
  private final PatchFeatures source;
  private final long[] targets;
  private final long[] sources;
  private final int targetWidth;
  private final int sourceWidth;
  private final double slack;

  /** Reads features that others may change between searches. */
  PatchDistance(ErrorScale scale, PatchFeatures target, PatchFeatures source) {
    side = scale.side();
    radius = side / 2;
    weights = scale.weights();
    groups = weights.length;
    this.target = target;
    this.source = source;
    targets = target.values;
    sources = source.values;
    targetWidth = target.width();
    sourceWidth = source.width();
    double sum = 0;
    for (int weight : weights) {
      sum += 3.0 * weight;
    }
    slack = Math.sqrt(sum) * side;
  }

  /**
   * The error of matching the patch around a target's pixel with that around a source's.
   *
   * @param limit rows are summed until they reach this
   * @return the error where it is below the limit; else something at or above it
   */
  int of(int tx, int ty, int sx, int sy, double limit) {
    int t = ty * targetWidth + tx; // the border shifts it by the radius up and left
    int s = (sy - radius) * sourceWidth + sx - radius;
    int error = 0;
    for (int row = 0; row < side; row++) {
      error += row(t, s);
      if (error >= limit) {
        return error;
      }
      t += targetWidth;
      s += sourceWidth;
    }
    return error;
  }

  /**
   * Whether the means of two patches alone tell that their error is not below a limit. Squared
   * differences add up to at least the squared difference of the means, as often as there are
   * pixels; the means being rounded takes at most a level of each channel from the root of that.
   */
  boolean beyond(int tx, int ty, int sx, int sy, double limit) {
    int t = ty * targetWidth + tx;
    int s = (sy - radius) * sourceWidth + sx - radius;
    int products = 0;
    for (int g = 0; g < groups; g++) {
      long product = target.means[t * groups + g] * source.means[s * groups + g];
      products += weights[g] * PatchFeatures.three(product);
    }
    double means = target.meanSquares[t] + source.meanSquares[s] - 2.0 * products;
    double root = Math.sqrt(limit) + slack;
    return means * side * side >= root * root;
  }

  /**
   * The error of a patch one pixel beside another, matched one pixel beside the other's match: the
   * column that it gains less the one that it loses.
   *
   * @param error the other patch's
   * @param tx column of the new patch
   * @param step 1 if the new patch is to the right of the other, -1 to the left
   */
  int besideColumn(int error, int tx, int ty, int sx, int sy, int step) {
    int lost = step > 0 ? -1 : side;
    int gained = step > 0 ? side - 1 : 0;
    int t = ty * targetWidth + tx;
    int s = (sy - radius) * sourceWidth + sx - radius;
    return error + column(t + gained, s + gained) - column(t + lost, s + lost);
  }

  /** As {@link #besideColumn}, with the new patch below (step 1) or above (-1). */
  int besideRow(int error, int tx, int ty, int sx, int sy, int step) {
    int lost = step > 0 ? -1 : side;
    int gained = step > 0 ? side - 1 : 0;
    int t = ty * targetWidth + tx;
    int s = (sy - radius) * sourceWidth + sx - radius;
    return error
        + row(t + gained * targetWidth, s + gained * sourceWidth)
        - row(t + lost * targetWidth, s + lost * sourceWidth);
  }

  /** The error of a row of as many pixels as a patch is wide. */
  private int row(int t, int s) {
    return target.rowSquares[t]
        + source.rowSquares[s]
        - 2 * products(t * groups, groups, s * groups, groups);
  }

  private int column(int t, int s) {
    return target.columnSquares[t]
        + source.columnSquares[s]
        - 2 * products(t * groups, targetWidth * groups, s * groups, sourceWidth * groups);
  }

  /** Weighted products of as many pixels as a patch is wide, so far apart. */
  private int products(int t, int targetStep, int s, int sourceStep) {
    int sum = 0;
    for (int g = 0; g < groups; g++) {
      long products = 0;
      int a = t + g;
      int b = s + g;
      for (int i = 0; i < side; i++) {
        products += targets[a] * sources[b];
        a += targetStep;
        b += sourceStep;
      }
      sum += weights[g] * PatchFeatures.three(products);
    }
    return sum;
  }
}

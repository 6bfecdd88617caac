package dev.frameloom.patch;

/**
 * How often each patch of the style is used, by its centre: how many patches cover each of its
 * pixels, summed over its pixels. A search takes a copy and keeps it up to date with its own
 * changes; those of searches beside it show after the pass. Shared counts would be more recent, but
 * the result would depend on the order of threads.
 */
final class Occupancy {

  private final int width;
  private final int radius;
  private final int[] counts;
  private final double price;

  private Occupancy(int width, int radius, int[] counts, double price) {
    this.width = width;
    this.radius = radius;
    this.counts = counts;
    this.price = price;
  }

  /**
   * Counts matches.
   *
   * @param matches centres, x + (y << 16), in a source of these sides
   * @param weight what an average use costs
   */
  static Occupancy of(int[] matches, int width, int height, int radius, double weight) {
    int[] used = new int[width * height];
    for (int match : matches) {
      used[(match >>> 16) * width + (match & 0xffff)]++;
    }
    // a pixel is covered by every patch whose centre is at most the radius away
    int[] cover = boxSum(used, width, height, radius);
    double side = 2.0 * radius + 1;
    double even = (double) matches.length / ((double) width * height) * side * side;
    return new Occupancy(
        width, radius, boxSum(cover, width, height, radius), weight / (side * side * even));
  }

  Occupancy copy() {
    return new Occupancy(width, radius, counts.clone(), price);
  }

  /** What using a patch costs. */
  double price(int match) {
    return counts[(match >>> 16) * width + (match & 0xffff)] * price;
  }

  /** One patch less here, one more there. Borders are not cut: there are no centres there. */
  void move(int from, int to) {
    add(from, -1);
    add(to, 1);
  }

  private void add(int match, int sign) {
    int x = match & 0xffff;
    int y = match >>> 16;
    int side = 2 * radius + 1;
    int height = counts.length / width;
    for (int dy = Math.max(-2 * radius, -y); dy <= Math.min(2 * radius, height - 1 - y); dy++) {
      int rows = sign * (side - Math.abs(dy));
      int row = (y + dy) * width + x;
      int last = Math.min(2 * radius, width - 1 - x);
      for (int dx = Math.max(-2 * radius, -x); dx <= last; dx++) {
        counts[row + dx] += rows * (side - Math.abs(dx));
      }
    }
  }

  /** Sums over the square around each pixel, as much of it as lies inside. */
  private static int[] boxSum(int[] values, int width, int height, int radius) {
    return along(along(values, width, height, 1, width, radius), height, width, width, 1, radius);
  }

  /** Running sums along lines of a length, pixels of which are a step apart. */
  private static int[] along(
      int[] values, int length, int lines, int step, int lineStep, int radius) {
    int[] result = new int[values.length];
    for (int line = 0; line < lines; line++) {
      int start = line * lineStep;
      int sum = 0;
      for (int i = 0; i < Math.min(radius, length); i++) {
        sum += values[start + i * step];
      }
      for (int i = 0; i < length; i++) {
        if (i + radius < length) {
          sum += values[start + (i + radius) * step];
        }
        if (i - radius - 1 >= 0) {
          sum -= values[start + (i - radius - 1) * step];
        }
        result[start + i * step] = sum;
      }
    }
    return result;
  }
}

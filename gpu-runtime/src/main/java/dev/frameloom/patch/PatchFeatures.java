package dev.frameloom.patch;

import java.util.List;

/**
 * Everything that is compared of a picture's patches: the channels of style and guides, three of
 * them in each long, and what is needed to tell errors from products.
 *
 * <p>A squared difference is t² + s² - 2ts. The products of three channels are had by one
 * multiplication: where one picture has them in the order a, b, c and the other in the order c, b,
 * a, 21 bits apart, bits 42 to 62 of the product are the sum of the three. Such products can be
 * added up over as many as 10 pixels before the sums of three run out of their bits. Beside bytes
 * and a loop over channels this took half of the time.
 */
final class PatchFeatures {

  /** Where a channel lies in a long. */
  private static final int BITS = 21;

  private static final long LEVEL = 0xff;

  private final ErrorScale scale;
  private final int width;
  private final int height;
  private final int groups;
  private final boolean reversed;

  /** (H, W, G), three channels each. */
  final long[] values;

  /** (H, W) weighted squares of a row of as many pixels as a patch is wide, from this one on. */
  final int[] rowSquares;

  /** (H, W) weighted squares of a column of as many pixels, from this one on. */
  final int[] columnSquares;

  /** (H, W, G) as values, means of the patch of which this is the upper left one, rounded down. */
  final long[] means;

  /** (H, W) weighted squares of the means. */
  final int[] meanSquares;

  private PatchFeatures(ErrorScale scale, int width, int height, boolean reversed) {
    this.scale = scale;
    this.width = width;
    this.height = height;
    this.reversed = reversed;
    groups = scale.weights().length;
    values = new long[width * height * groups];
    means = new long[width * height * groups];
    rowSquares = new int[width * height];
    columnSquares = new int[width * height];
    meanSquares = new int[width * height];
  }

  /** Features of the style's side: patches lie inside. */
  static PatchFeatures ofSource(ErrorScale scale, List<Levels> levels) {
    Levels first = levels.get(0);
    PatchFeatures features = new PatchFeatures(scale, first.width(), first.height(), true);
    features.put(levels);
    return features;
  }

  /**
   * Features of the other side: outermost pixels are repeated in a border of half a patch, so that
   * each pixel is the middle of one.
   */
  static PatchFeatures ofTarget(ErrorScale scale, List<Levels> levels) {
    Levels first = levels.get(0);
    int border = scale.side() - 1;
    PatchFeatures features =
        new PatchFeatures(scale, first.width() + border, first.height() + border, false);
    features.put(levels);
    return features;
  }

  int width() {
    return width;
  }

  int groups() {
    return groups;
  }

  private void put(List<Levels> all) {
    int group = 0;
    for (Levels levels : all) {
      put(levels, group);
      group += ErrorScale.groups(levels.channels());
    }
    measure();
  }

  /** Puts other levels in the first ones' place. */
  void replaceFirst(Levels levels) {
    put(levels, 0);
    measure();
  }

  private void put(Levels levels, int group) {
    int borderX = (width - levels.width()) / 2;
    int borderY = (height - levels.height()) / 2;
    int channels = levels.channels();
    for (int y = 0; y < height; y++) {
      int row = Math.max(0, Math.min(levels.height() - 1, y - borderY)) * levels.width();
      for (int x = 0; x < width; x++) {
        int from = (row + Math.max(0, Math.min(levels.width() - 1, x - borderX))) * channels;
        int to = (y * width + x) * groups + group;
        for (int c = 0; c < channels; c += 3) {
          values[to + c / 3] = packed(levels.values(), from + c, Math.min(3, channels - c));
        }
      }
    }
  }

  private long packed(byte[] levels, int from, int count) {
    long packed = 0;
    for (int i = 0; i < count; i++) {
      packed |= (levels[from + i] & LEVEL) << shift(i);
    }
    return packed;
  }

  private int shift(int channel) {
    return BITS * (reversed ? 2 - channel : channel);
  }

  /** What the values add up to. */
  private void measure() {
    int[] squares = squared(values);
    int side = scale.side();
    Sums.forward(squares, rowSquares, width, height, 1, width, side);
    Sums.forward(squares, columnSquares, height, width, width, 1, side);
    means();
    System.arraycopy(squared(means), 0, meanSquares, 0, meanSquares.length);
  }

  /** Sums of three channels at once, since 9 x 9 levels of 8 bits do not run out of 21. */
  private void means() {
    long[] rows = new long[values.length];
    Sums.forward(values, rows, width, height, groups, scale.side());
    Sums.down(rows, means, width, height, groups, scale.side());
    int count = scale.side() * scale.side();
    long mask = (1L << BITS) - 1;
    for (int i = 0; i < means.length; i++) {
      long sums = means[i];
      long first = (sums & mask) / count;
      long second = ((sums >>> BITS) & mask) / count;
      long third = (sums >>> (2 * BITS)) / count;
      means[i] = first | (second << BITS) | (third << (2 * BITS));
    }
  }

  /** The weighted squares of all channels of each pixel. */
  private int[] squared(long[] from) {
    int[] squares = new int[width * height];
    for (int i = 0, at = 0; i < squares.length; i++) {
      for (int g = 0; g < groups; g++, at++) {
        int a = (int) (from[at] & LEVEL);
        int b = (int) ((from[at] >>> BITS) & LEVEL);
        int c = (int) ((from[at] >>> (2 * BITS)) & LEVEL);
        squares[i] += scale.weights()[g] * (a * a + b * b + c * c);
      }
    }
    return squares;
  }

  /** The sum of the products of three channels, of a sum of products. */
  static int three(long product) {
    return (int) (product >>> (2 * BITS)) & ((1 << BITS) - 1);
  }
}

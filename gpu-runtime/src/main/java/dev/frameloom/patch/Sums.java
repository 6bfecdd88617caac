package dev.frameloom.patch;

/** Running sums over windows of pixels. */
final class Sums {

  private Sums() {}

  /**
   * Sums from each pixel on, as many of them as there are to the end of its line.
   *
   * @param length of a line
   * @param step from a pixel of a line to the next
   * @param lineStep from a line to the next
   * @param side how many are added up
   */
  static void forward(
      int[] from, int[] to, int length, int lines, int step, int lineStep, int side) {
    for (int line = 0; line < lines; line++) {
      int start = line * lineStep;
      int sum = 0;
      for (int i = length - 1; i >= 0; i--) {
        sum += from[start + i * step] - (i + side < length ? from[start + (i + side) * step] : 0);
        to[start + i * step] = sum;
      }
    }
  }

  /** As the other, along rows of pixels of some groups. */
  static void forward(long[] from, long[] to, int width, int height, int groups, int side) {
    for (int y = 0; y < height; y++) {
      for (int x = width - 1; x >= 0; x--) {
        int at = (y * width + x) * groups;
        for (int i = at; i < at + groups; i++) {
          to[i] =
              from[i]
                  + (x + 1 < width ? to[i + groups] : 0)
                  - (x + side < width ? from[i + side * groups] : 0);
        }
      }
    }
  }

  /** As the other, down columns. */
  static void down(long[] from, long[] to, int width, int height, int groups, int side) {
    int stride = width * groups;
    for (int y = height - 1; y >= 0; y--) {
      for (int i = y * stride; i < (y + 1) * stride; i++) {
        to[i] =
            from[i]
                + (y + 1 < height ? to[i + stride] : 0)
                - (y + side < height ? from[i + side * stride] : 0);
      }
    }
  }
}

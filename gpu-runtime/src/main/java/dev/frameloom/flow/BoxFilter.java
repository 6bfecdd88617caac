package dev.frameloom.flow;

/** Means over squares, by an integral image: the time does not grow with the square. */
public final class BoxFilter {

  private BoxFilter() {}

  /**
   * The mean over the square of {@code 2 * radius + 1} pixels a side around each pixel, as much of
   * it as lies in the picture.
   *
   * @param values (H, W); integers, so that no rounding depends on the order. The sum over a square
   *     has to fit an int
   * @return (H, W)
   */
  public static float[] mean(int[] values, int width, int height, int radius) {
    // (H, W) -> (H + 1, W + 1); may wrap around, differences of sums are right
    int[] sums = new int[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      int row = 0;
      for (int x = 0; x < width; x++) {
        row += values[y * width + x];
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    float[] means = new float[values.length];
    for (int y = 0; y < height; y++) {
      int rows = Math.min(height, y + radius + 1) - Math.max(0, y - radius);
      int top = Math.max(0, y - radius) * (width + 1);
      int bottom = top + rows * (width + 1);
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - radius);
        int right = Math.min(width, x + radius + 1);
        int sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
        means[y * width + x] = (float) sum / (rows * (right - left));
      }
    }
    return means;
  }
}

package dev.frameloom.flow;

/** Shares over squares, by an integral image. */
final class BoxFilter {

  private BoxFilter() {}

  /**
   * The share of set pixels in the square of {@code 2 * radius + 1} pixels a side around each
   * pixel, as much of it as lies in the picture.
   *
   * @param values (H, W), 1 where a pixel is set, 0 elsewhere
   * @return (H, W) from 0 to 1
   */
  static float[] share(float[] values, int width, int height, int radius) {
    // (H, W) -> integral image (H + 1, W + 1); integers, so that no rounding depends on the order
    int[] sums = new int[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      int row = 0;
      for (int x = 0; x < width; x++) {
        row += values[y * width + x] > 0.5f ? 1 : 0;
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    float[] shares = new float[values.length];
    for (int y = 0; y < height; y++) {
      int top = Math.max(0, y - radius) * (width + 1);
      int bottom = Math.min(height, y + radius + 1) * (width + 1);
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - radius);
        int right = Math.min(width, x + radius + 1);
        int sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
        int count = (bottom - top) / (width + 1) * (right - left);
        shares[y * width + x] = (float) sum / count;
      }
    }
    return shares;
  }
}

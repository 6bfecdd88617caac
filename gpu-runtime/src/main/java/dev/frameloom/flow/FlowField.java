package dev.frameloom.flow;

/**
 * Optical flow from one picture to another, on the first one's grid: what is at (x, y) in the first
 * is at (x + dx, y + dy) in the second. The array is not copied, and no one changes it; two fields
 * are equal when they are the same field.
 *
 * @param width pixels in a row
 * @param height rows
 * @param vectors (H, W, 2) pixels: {@code vectors[(y * width + x) * 2]} is dx, the next one dy
 */
public record FlowField(int width, int height, float[] vectors) {

  public FlowField {
    if (width < 1 || height < 1 || vectors.length != width * height * 2) {
      throw new IllegalArgumentException(
          "expected %dx%dx2 flow values, found %d".formatted(width, height, vectors.length));
    }
  }

  /** Pixels to the right. */
  public float dx(int x, int y) {
    return vectors[(y * width + x) * 2];
  }

  /** Pixels downwards. */
  public float dy(int x, int y) {
    return vectors[(y * width + x) * 2 + 1];
  }

  /**
   * The flow between cells of side × side pixels, in cells, as latents need it: the mean of what
   * lies around each cell's centre, 2 × 2 pixels for an even side. Pixels at the right and the
   * bottom that make no whole cell are left out.
   *
   * @throws IllegalArgumentException if there is no whole cell
   */
  public FlowField ofCells(int side) {
    int columns = cells(width, side);
    int rows = cells(height, side);
    float[] cells = new float[columns * rows * 2];
    int before = (side - 1) / 2;
    int after = side / 2;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int axis = 0; axis < 2; axis++) {
          float upper =
              value(column * side + before, row * side + before, axis)
                  + value(column * side + after, row * side + before, axis);
          float lower =
              value(column * side + before, row * side + after, axis)
                  + value(column * side + after, row * side + after, axis);
          cells[(row * columns + column) * 2 + axis] = (upper + lower) / 4 / side;
        }
      }
    }
    return new FlowField(columns, rows, cells);
  }

  private float value(int x, int y, int axis) {
    return vectors[(y * width + x) * 2 + axis];
  }

  /** How many whole cells of a side are in so many pixels. */
  static int cells(int pixels, int side) {
    if (side < 1 || pixels < side) {
      throw new IllegalArgumentException(
          "expected cells of 1 to %d pixels a side, found %d".formatted(pixels, side));
    }
    return pixels / side;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "FlowField[" + width + "x" + height + "]";
  }
}

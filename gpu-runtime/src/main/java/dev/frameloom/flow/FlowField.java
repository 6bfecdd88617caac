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

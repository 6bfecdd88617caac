package dev.frameloom.flow;

/**
 * Whether two flows undo each other, at each pixel of the first one's grid: |f + b(x + f)| is not
 * above 0.01 · (|f| + |b|) + 0.5, or the same of squares. b(x + f) is read bilinearly, with zeros
 * outside; |b| is taken at x itself, as the methods' own code does. A vector that is not finite
 * undoes nothing.
 */
final class Consistency {

  private static final float RELATIVE = 0.01f;
  private static final float ABSOLUTE = 0.5f;

  private final float[] own;
  private final float[] other;
  private final int width;
  private final int height;

  /**
   * Compares two flows.
   *
   * @param own f
   * @param other b
   * @throws IllegalArgumentException if the sizes differ
   */
  Consistency(FlowField own, FlowField other) {
    if (own.width() != other.width() || own.height() != other.height()) {
      throw new IllegalArgumentException(
          "expected two flows of one size, found " + own + " and " + other);
    }
    this.own = own.vectors();
    this.other = other.vectors();
    width = own.width();
    height = own.height();
  }

  /** Of lengths, in pixels. */
  boolean ofLengths(int x, int y) {
    int at = 2 * (y * width + x);
    float lengths = length(square(own[at], own[at + 1])) + length(square(other[at], other[at + 1]));
    float allowed = RELATIVE * lengths + ABSOLUTE;
    return length(error(x, y)) <= allowed && allowed < Float.POSITIVE_INFINITY;
  }

  /** Of squares of lengths. */
  boolean ofSquares(int x, int y) {
    int at = 2 * (y * width + x);
    float squares = square(own[at], own[at + 1]) + square(other[at], other[at + 1]);
    float allowed = RELATIVE * squares + ABSOLUTE;
    return error(x, y) <= allowed && allowed < Float.POSITIVE_INFINITY;
  }

  /** |f + b(x + f)|² */
  private float error(int x, int y) {
    int at = 2 * (y * width + x);
    float u = x + own[at];
    float v = y + own[at + 1];
    if (!(u > -1 && v > -1 && u < width && v < height)) {
      return square(own[at], own[at + 1]);
    }
    int left = (int) Math.floor(u);
    int top = (int) Math.floor(v);
    float right = u - left;
    float low = v - top;
    float backX;
    float backY;
    if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
      int a = 2 * (top * width + left);
      int c = a + 2 * width;
      backX = bilinear(other[a], other[a + 2], other[c], other[c + 2], right, low);
      backY = bilinear(other[a + 1], other[a + 3], other[c + 1], other[c + 3], right, low);
    } else {
      backX = atBorder(left, top, 0, right, low);
      backY = atBorder(left, top, 1, right, low);
    }
    return square(own[at] + backX, own[at + 1] + backY);
  }

  private float atBorder(int left, int top, int axis, float right, float low) {
    return bilinear(
        orZero(left, top, axis),
        orZero(left + 1, top, axis),
        orZero(left, top + 1, axis),
        orZero(left + 1, top + 1, axis),
        right,
        low);
  }

  private float orZero(int x, int y, int axis) {
    return x >= 0 && y >= 0 && x < width && y < height ? other[2 * (y * width + x) + axis] : 0;
  }

  private static float bilinear(float a, float b, float c, float d, float right, float low) {
    return (1 - low) * ((1 - right) * a + right * b) + low * ((1 - right) * c + right * d);
  }

  private static float square(float x, float y) {
    return x * x + y * y;
  }

  private static float length(float square) {
    return (float) Math.sqrt(square);
  }
}

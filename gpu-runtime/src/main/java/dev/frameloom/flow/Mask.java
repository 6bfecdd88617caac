package dev.frameloom.flow;

import java.util.Arrays;

/**
 * A weight for every pixel, from 0 to 1. Which of the two means what is said where a mask is made:
 * the methods' papers and their code do not agree. The array is not copied, and no one changes it;
 * two masks are equal when they are the same.
 *
 * @param width pixels in a row
 * @param height rows
 * @param values (H, W)
 */
public record Mask(int width, int height, float[] values) {

  /** Pixels to each side that the methods dilate and blur by. */
  public static final int SOFT_RADIUS = 4;

  /** Of the Gaussian over 9 × 9 pixels: so wide that it is nearly a mean. */
  public static final double SOFT_SIGMA = 18;

  public Mask {
    if (width < 1 || height < 1 || values.length != width * height) {
      throw new IllegalArgumentException(
          "expected %dx%d weights, found %d".formatted(width, height, values.length));
    }
  }

  /** One weight everywhere. */
  public static Mask of(int width, int height, float value) {
    float[] values = new float[width * height];
    Arrays.fill(values, value);
    return new Mask(width, height, values);
  }

  /** The weight of a pixel. */
  public float at(int x, int y) {
    return values[y * width + x];
  }

  /** The mean weight: the share of ones, where there are only ones and zeros. */
  public double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** 1 less each weight. */
  public Mask inverted() {
    float[] inverted = new float[values.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = 1 - values[i];
    }
    return new Mask(width, height, inverted);
  }

  /**
   * At each pixel the largest weight of the square around it, as much of it as lies in the picture.
   *
   * @param radius of the square of {@code 2 * radius + 1} pixels a side
   */
  public Mask dilated(int radius) {
    float[] rows = MaskFilters.largestAlong(values, width, height, 1, width, radius);
    return like(MaskFilters.largestAlong(rows, height, width, width, 1, radius));
  }

  /**
   * Each weight, and beside it what a dilation by {@value #SOFT_RADIUS} pixels and a Gaussian blur
   * of the same square and sigma {@value #SOFT_SIGMA} give, together at most 1: what is 1 stays,
   * and falls off around it. The picture is mirrored beyond its border.
   */
  public Mask softened() {
    float[] taps = MaskFilters.gaussian(SOFT_RADIUS, SOFT_SIGMA);
    float[] wide = dilated(SOFT_RADIUS).values;
    float[] down = MaskFilters.weightedAlong(wide, height, width, width, 1, taps);
    float[] around = MaskFilters.weightedAlong(down, width, height, 1, width, taps);
    for (int i = 0; i < around.length; i++) {
      around[i] = Math.max(0, Math.min(1, around[i] + values[i]));
    }
    return like(around);
  }

  /**
   * The largest weight of each cell of side × side pixels, as latents need it. Pixels at the right
   * and the bottom that make no whole cell are left out.
   *
   * @throws IllegalArgumentException if there is no whole cell
   */
  public Mask largestOfCells(int side) {
    int columns = FlowField.cells(width, side);
    int rows = FlowField.cells(height, side);
    float[] cells = new float[columns * rows];
    Arrays.fill(cells, Float.NEGATIVE_INFINITY);
    for (int y = 0; y < rows * side; y++) {
      for (int x = 0; x < columns * side; x++) {
        int cell = y / side * columns + x / side;
        cells[cell] = Math.max(cells[cell], values[y * width + x]);
      }
    }
    return new Mask(columns, rows, cells);
  }

  private Mask like(float[] others) {
    return new Mask(width, height, others);
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
    return "Mask[" + width + "x" + height + "]";
  }
}

package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Checks of shapes at the doors of a model. */
public final class Shapes {

  private Shapes() {}

  /**
   * Checks a shape.
   *
   * @param sizes −1 where any size will do
   * @throws IllegalArgumentException that says what was expected and what was found
   */
  public static void check(String what, NDArray array, long... sizes) {
    Shape found = array.getShape();
    boolean fits = found.dimension() == sizes.length;
    for (int i = 0; fits && i < sizes.length; i++) {
      fits = sizes[i] < 0 ? found.get(i) > 0 : found.get(i) == sizes[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          what + ": expected shape " + new Shape(sizes) + ", found " + found);
    }
  }

  /** Checks that height and width of (B, C, H, W) are multiples of a number. */
  public static void checkMultiple(String what, NDArray array, int multiple) {
    long height = array.getShape().get(2);
    long width = array.getShape().get(3);
    if (height % multiple != 0 || width % multiple != 0) {
      throw new IllegalArgumentException(
          what
              + ": expected height and width to be multiples of "
              + multiple
              + ", found "
              + height
              + " and "
              + width);
    }
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Checks of what edit methods give back. */
final class Results {

  private Results() {}

  /**
   * Checks a shape.
   *
   * @throws IllegalStateException that names the layer
   */
  static void check(String path, NDArray result, long... expected) {
    Shape shape = new Shape(expected);
    if (!result.getShape().equals(shape)) {
      throw new IllegalStateException(
          "a hook at "
              + path
              + ": expected a result of shape "
              + shape
              + ", found "
              + result.getShape());
    }
  }
}

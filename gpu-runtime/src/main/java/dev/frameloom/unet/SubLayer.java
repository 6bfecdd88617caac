package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;

/** The layers between a norm and the addition that ends a residual branch. */
@FunctionalInterface
public interface SubLayer {

  /**
   * Applies them.
   *
   * @param normed of the shape that the norm gave; channels-last or not
   * @return attached to the scope of the layer that asks
   */
  NDArray apply(NDArray normed);
}

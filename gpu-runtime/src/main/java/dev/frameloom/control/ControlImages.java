package dev.frameloom.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.image.Picture;

/**
 * Control images, (1, 3, H, W) in [0, 1], FLOAT32. A model takes sizes in multiples of its latent
 * factor: whoever pads or scales the picture hands in the one that results.
 */
public final class ControlImages {

  private ControlImages() {}

  /** What a detector found, alike in all three channels. */
  public static NDArray of(NDManager scope, GreyMap map) {
    float[] shares = new float[map.levels().length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (map.levels()[i] & 0xff) / 255f;
    }
    return of(scope, map.width(), map.height(), shares);
  }

  /** A picture as it is, for ControlNets that take colours. */
  public static NDArray of(NDManager scope, Picture picture) {
    int pixels = picture.width() * picture.height();
    float[] values = new float[3 * pixels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (picture.rgb()[i % pixels * 3 + i / pixels] & 0xff) / 255f;
    }
    return scope.create(values, new Shape(1, 3, picture.height(), picture.width()));
  }

  /** Shares of 1, alike in all three channels. */
  static NDArray of(NDManager scope, int width, int height, float[] shares) {
    float[] values = new float[3 * shares.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(shares, 0, values, c * shares.length, shares.length);
    }
    return scope.create(values, new Shape(1, 3, height, width));
  }
}

package dev.frameloom.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import dev.frameloom.flow.Sampling.Interpolation;
import dev.frameloom.flow.Sampling.Padding;

/**
 * Backward warps on a device: the result has at (x, y) what the pictures have at (x + dx, y + dy).
 * Places are computed as GMFlow's code does, over a grid from −1 to 1 with aligned corners: to
 * about 1e-7 of the picture's size.
 */
public final class TensorWarp {

  private TensorWarp() {}

  /**
   * Warps pictures, latents or features along flows of their own size; what lies outside is zero,
   * as Rerender and GMFlow have it.
   *
   * @param scope what the result is attached to
   * @param pictures (B, C, H, W)
   * @param flow (B, 2, H, W) pixels
   * @return (B, C, H, W)
   */
  public static NDArray warp(
      NDManager scope, NDArray pictures, NDArray flow, Interpolation interpolation) {
    return warp(scope, pictures, flow, interpolation, Padding.ZEROS);
  }

  /** The same with the nearest pixel of the border outside, bilinearly: {@link Warp#sample}. */
  public static NDArray withinBorder(NDManager scope, NDArray pictures, NDArray flow) {
    return warp(scope, pictures, flow, Interpolation.BILINEAR, Padding.BORDER);
  }

  private static NDArray warp(
      NDManager scope,
      NDArray pictures,
      NDArray flow,
      Interpolation interpolation,
      Padding padding) {
    checkFlow(pictures, flow);
    return Kernels.call(scope, "flow_warped", pictures, flow, interpolation.code(), padding.code());
  }

  /**
   * Mixes by a mask: mask · x + (1 − mask) · y. Where it is 0 or 1, what of the other is no number
   * does not matter.
   *
   * @param x (B, C, H, W)
   * @param y of the same shape
   * @param mask (B or 1, 1, H, W)
   */
  public static NDArray blend(NDManager scope, NDArray x, NDArray y, NDArray mask) {
    Shapes.check("x", x, -1, -1, -1, -1);
    Shapes.check("y", y, x.getShape().getShape());
    long batch = mask.getShape().get(0) == 1 ? 1 : x.getShape().get(0);
    Shapes.check("mask", mask, batch, 1, x.getShape().get(2), x.getShape().get(3));
    return Kernels.call(scope, "blended", x, y, mask);
  }

  static void checkFlow(NDArray pictures, NDArray flow) {
    Shapes.check("pictures", pictures, -1, -1, -1, -1);
    Shapes.check(
        "flow",
        flow,
        pictures.getShape().get(0),
        2,
        pictures.getShape().get(2),
        pictures.getShape().get(3));
  }
}

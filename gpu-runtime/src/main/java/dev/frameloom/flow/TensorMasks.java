package dev.frameloom.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;

/**
 * {@link Occlusion}, {@link Residual} and {@link Mask} on a device, for batches: the same as in
 * plain Java but for rounding, so that a pixel at a threshold may fall on either side.
 *
 * <p>Masks are (B, 1, H, W), flows (B, 2, H, W), pictures (B, 3, H, W) with levels from −1 to 1.
 */
public final class TensorMasks {

  private TensorMasks() {}

  /** {@link Occlusion#of}: 1 where occluded. */
  public static NDArray occluded(NDManager scope, Occlusion form, NDArray own, NDArray other) {
    Shapes.check("flow", own, -1, 2, -1, -1);
    Shapes.check("other flow", other, own.getShape().getShape());
    return Kernels.call(scope, "occluded", own, other, form == Occlusion.SQUARES);
  }

  /** {@link Residual#of}: 0 to 2. */
  public static NDArray residual(NDManager scope, NDArray before, NDArray now, NDArray flow) {
    TensorWarp.checkFlow(before, flow);
    Shapes.check("frame", now, before.getShape().getShape());
    return Kernels.call(scope, "residual", before, now, flow);
  }

  /** {@link Residual#warpable}: 1 where to warp. */
  public static NDArray warpable(NDManager scope, NDArray occluded, NDArray residual) {
    Shapes.check("mask", occluded, -1, 1, -1, -1);
    Shapes.check("residual", residual, occluded.getShape().getShape());
    return Kernels.call(scope, "warpable", occluded, residual);
  }

  /** {@link Mask#dilated}. */
  public static NDArray dilated(NDManager scope, NDArray mask, int radius) {
    Shapes.check("mask", mask, -1, 1, -1, -1);
    return Kernels.call(scope, "dilated", mask, radius);
  }

  /** {@link Mask#softened}. */
  public static NDArray softened(NDManager scope, NDArray mask) {
    Shapes.check("mask", mask, -1, 1, -1, -1);
    return Kernels.call(scope, "softened", mask, Mask.SOFT_RADIUS, Mask.SOFT_SIGMA);
  }

  /** {@link Mask#largestOfCells}: (B, 1, H / side, W / side). */
  public static NDArray largestOfCells(NDManager scope, NDArray mask, int side) {
    Shapes.check("mask", mask, -1, 1, -1, -1);
    checkCells(mask, side);
    return Kernels.call(scope, "mask_of_cells", mask, side);
  }

  /** {@link FlowField#ofCells}: (B, 2, H / side, W / side), in cells. */
  public static NDArray flowOfCells(NDManager scope, NDArray flow, int side) {
    Shapes.check("flow", flow, -1, 2, -1, -1);
    checkCells(flow, side);
    return Kernels.call(scope, "flow_of_cells", flow, side);
  }

  private static void checkCells(NDArray array, int side) {
    FlowField.cells((int) array.getShape().get(2), side);
    FlowField.cells((int) array.getShape().get(3), side);
  }
}

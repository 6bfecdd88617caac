package dev.frameloom.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.Shapes;
import dev.frameloom.flow.Sampling.Interpolation;
import dev.frameloom.flow.Sampling.Padding;

/**
 * Features of any layer warped along a flow of the picture's size, as in WAVE (Feng et al., ECCV
 * 2024). The grid of places is computed at full size, as shares of width and height, and made
 * smaller bilinearly; features are read at the nearest place, mirrored beyond the border. Corners
 * are not aligned, though pixel x is taken to be at x / W and not at (x + ½) / W: everything is
 * read half a pixel of the picture too far left and up, which the nearest feature forgives.
 */
public enum FeatureWarp {
  /** The grid in single precision. */
  SINGLE(6),
  /**
   * The grid in half precision, as WAVE's code has it because its features are: places are rounded
   * to a quarter of a pixel from 256 on and to half a pixel from 512 on.
   */
  OFFICIAL(5);

  private static final Sampling NEAREST =
      new Sampling(Interpolation.NEAREST, Padding.REFLECTION, false);

  private final int dtype;

  FeatureWarp(int dtype) {
    this.dtype = dtype;
  }

  /**
   * Warps features.
   *
   * @param scope what the result is attached to
   * @param features (B, C, h, w)
   * @param flow (B or 1, 2, H, W) pixels of the picture, on the result's grid
   * @return (B, C, h, w)
   */
  public NDArray warp(NDManager scope, NDArray features, NDArray flow) {
    Shapes.check("features", features, -1, -1, -1, -1);
    long batch = features.getShape().get(0);
    Shapes.check("flow", flow, flow.getShape().get(0) == 1 ? 1 : batch, 2, -1, -1);
    int height = (int) features.getShape().get(2);
    int width = (int) features.getShape().get(3);
    return Scopes.within(
        scope,
        inner -> {
          NDArray grid = Kernels.call(inner, "feature_grid", flow, height, width, dtype);
          if (grid.getShape().get(0) < batch) {
            grid = grid.repeat(0, batch); // (1, h, w, 2) -> (B, h, w, 2)
          }
          return NEAREST.read(inner, features, grid);
        });
  }

  /**
   * Warps features where a mask says so, and leaves the others: mask · warped + (1 − mask) · own.
   *
   * @param previous (B, C, h, w), the previous frame's features, blended already
   * @param own (B, C, h, w), this frame's
   * @param flow (B or 1, 2, H, W) on this frame's grid, into the previous one
   * @param mask (B or 1, 1, H, W), 1 where to warp: {@link TensorMasks#warpable}; its nearest
   *     pixels are taken
   */
  public NDArray blend(NDManager scope, NDArray previous, NDArray own, NDArray flow, NDArray mask) {
    Shapes.check("mask", mask, -1, 1, flow.getShape().get(2), flow.getShape().get(3));
    int height = (int) own.getShape().get(2);
    int width = (int) own.getShape().get(3);
    return Scopes.within(
        scope,
        inner -> {
          NDArray warped = warp(inner, previous, flow);
          NDArray small = Kernels.call(inner, "mask_resized", mask, height, width);
          return TensorWarp.blend(inner, warped, own, small);
        });
  }
}

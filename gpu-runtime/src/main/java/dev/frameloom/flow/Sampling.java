package dev.frameloom.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;

/**
 * How pictures are read at places between their pixels; PyTorch's grid_sample, with a defined
 * result for every place: what is no number counts as −1 on either device, what is infinite lies
 * far outside.
 *
 * @param interpolation between pixels
 * @param padding what is outside
 * @param alignCorners whether −1 and 1 are the centres of the outermost pixels (true) or their
 *     outer edges
 */
public record Sampling(Interpolation interpolation, Padding padding, boolean alignCorners) {

  /** Between pixels. */
  public enum Interpolation {
    /** Of four neighbours. */
    BILINEAR(0),
    /** The nearest; halves go to the even one. */
    NEAREST(1);

    private final int code;

    Interpolation(int code) {
      this.code = code;
    }

    /** PyTorch's number of it. */
    int code() {
      return code;
    }
  }

  /** Outside of the picture. */
  public enum Padding {
    /** Zeros. */
    ZEROS(0),
    /** The nearest pixel of the border. */
    BORDER(1),
    /**
     * The picture mirrored at its border as often as it takes: at the outermost pixels' centres if
     * corners are aligned, else at their edges.
     */
    REFLECTION(2);

    private final int code;

    Padding(int code) {
      this.code = code;
    }

    /** PyTorch's number of it. */
    int code() {
      return code;
    }
  }

  /**
   * Reads pictures at the places of a grid.
   *
   * @param scope what the result is attached to
   * @param pictures (B, C, H, W)
   * @param grid (B, h, w, 2), x first, within [−1, 1] inside the picture
   * @return (B, C, h, w)
   */
  public NDArray read(NDManager scope, NDArray pictures, NDArray grid) {
    Shapes.check("pictures", pictures, -1, -1, -1, -1);
    Shapes.check("grid", grid, pictures.getShape().get(0), -1, -1, 2);
    return Kernels.call(
        scope, "grid_sampled", pictures, grid, interpolation.code(), padding.code(), alignCorners);
  }
}

package dev.frameloom.flow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A network that finds optical flow, complete after construction. In single precision, on the
 * device that its weights are on.
 *
 * <p>B pairs of pictures, H × W pixels, multiples of {@link #multiple} and at least {@link
 * #leastSide}.
 */
public interface FlowNetwork {

  /** What height and width must be multiples of. */
  int multiple();

  /** What height and width must be at least. */
  int leastSide();

  /** What levels the network was trained with. */
  PictureScale scale();

  /**
   * Flow from the first pictures to the second ones.
   *
   * @param scope what the result is attached to
   * @param first (B, 3, H, W)
   * @param second the same
   * @return (B, 2, H, W) pixels to the right and down, on the first pictures' grids
   */
  NDArray forward(NDManager scope, NDArray first, NDArray second);

  /**
   * Flow both ways.
   *
   * @return (2·B, 2, H, W): all from first to second, then all from second to first
   */
  NDArray bothWays(NDManager scope, NDArray first, NDArray second);
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a ControlNet adds to a UNet: to the skips once the way down is done, so that the way down
 * itself does not see it, and to the middle block's output.
 *
 * @param skips in the order in which the way down makes them: the first convolution's, then each
 *     layer's and each downsampling's; of the shapes of the UNet's own
 * @param mid of the shape of the middle block's output
 */
public record ControlResiduals(List<NDArray> skips, NDArray mid) {

  public ControlResiduals {
    skips = List.copyOf(skips);
  }

  ControlResiduals map(UnaryOperator<NDArray> change) {
    return new ControlResiduals(skips.stream().map(change).toList(), change.apply(mid));
  }
}

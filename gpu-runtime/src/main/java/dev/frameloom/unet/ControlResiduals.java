package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import java.util.ArrayList;
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

  /**
   * What several ControlNets of one UNet add together.
   *
   * @param scope what the sums are attached to; what is summed is left as it is
   * @param parts at least one, all of the same shapes
   */
  public static ControlResiduals sum(NDManager scope, List<ControlResiduals> parts) {
    ControlResiduals first = parts.get(0);
    List<NDArray> skips = new ArrayList<>();
    for (int i = 0; i < first.skips().size(); i++) {
      int skip = i;
      skips.add(total(scope, parts.stream().map(it -> it.skips().get(skip)).toList()));
    }
    return new ControlResiduals(
        skips, total(scope, parts.stream().map(ControlResiduals::mid).toList()));
  }

  private static NDArray total(NDManager scope, List<NDArray> arrays) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray sum = Kernels.call(inner, "plain", arrays.get(0));
          for (NDArray array : arrays.subList(1, arrays.size())) {
            sum = Kernels.call(inner, "add", sum, array);
          }
          return sum;
        });
  }

  ControlResiduals map(UnaryOperator<NDArray> change) {
    return new ControlResiduals(skips.stream().map(change).toList(), change.apply(mid));
  }
}

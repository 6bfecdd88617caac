package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import java.util.ArrayList;
import java.util.List;

/** Adds what a ControlNet gives to the first half of a UNet. */
final class Control {

  private Control() {}

  /** The sums, in the scope; frees what was there. */
  static DownPath.Features added(
      NDManager scope, DownPath.Features features, ControlResiduals control) {
    List<NDArray> own = features.skips();
    if (control.skips().size() != own.size()) {
      throw new IllegalArgumentException(
          "control residuals: expected " + own.size() + " skips, found " + control.skips().size());
    }
    List<NDArray> skips = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      skips.add(sum(scope, "control residual of skip " + i, own.get(i), control.skips().get(i)));
    }
    NDArray mid = sum(scope, "control residual of the middle", features.mid(), control.mid());
    return new DownPath.Features(features.time(), skips, mid);
  }

  private static NDArray sum(NDManager scope, String what, NDArray own, NDArray added) {
    Shapes.check(what, added, own.getShape().getShape());
    NDArray sum = Kernels.call(scope, "add", own, added);
    own.close();
    return sum;
  }
}

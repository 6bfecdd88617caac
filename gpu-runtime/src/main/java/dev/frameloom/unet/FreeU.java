package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;

/**
 * FreeU (Si et al., FreeU: Free Lunch in Diffusion U-Net, CVPR 2024), as diffusers 0.35.2 does it:
 * in the two innermost levels on the way up, the first half of what comes up is scaled by b, and
 * the skip's lowest frequencies by s. Unlike the paper's second version, b does not follow the mean
 * of the features.
 *
 * @param b1 backbone scale of the innermost level
 * @param b2 backbone scale of the level above
 * @param s1 skip scale of the innermost level
 * @param s2 skip scale of the level above
 */
public record FreeU(double b1, double b2, double s1, double s2) implements SkipProcessor {

  public FreeU {
    for (double scale : new double[] {b1, b2, s1, s2}) {
      if (!(scale > 0) || Double.isInfinite(scale)) {
        throw new IllegalArgumentException("FreeU: expected scales above 0, found " + scale);
      }
    }
  }

  @Override
  public Pair beforeJoin(ResidualSite site, NDArray x, NDArray skip) {
    if (site.path().startsWith("up_blocks.0.")) {
      return scaled(x, b1, skip, s1);
    }
    if (site.path().startsWith("up_blocks.1.")) {
      return scaled(x, b2, skip, s2);
    }
    return new Pair(x, skip);
  }

  private static Pair scaled(NDArray x, double backbone, NDArray skip, double low) {
    NDManager scope = x.getManager();
    return new Pair(
        Kernels.call(scope, "first_half_scaled", x, backbone),
        Kernels.call(scope, "low_frequencies_scaled", skip, low));
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;

/** Sees what comes up and the skip beside it, before a residual block on the way up joins them. */
@FunctionalInterface
public interface SkipProcessor {

  /** Leaves both alone. */
  SkipProcessor STANDARD = (site, x, skip) -> new Pair(x, skip);

  /**
   * What is joined.
   *
   * @param x (B, C, H, W)
   * @param skip (B, D, H, W)
   */
  record Pair(NDArray x, NDArray skip) {}

  /**
   * Gives what is joined instead. The arguments go when the layer is done with them: what is kept
   * is copied. The results must live until then and may belong to any scope.
   *
   * @param site the residual block that takes both
   * @param x from below, (B, C, H, W)
   * @param skip from the way down, (B, D, H, W)
   * @return of the same shapes
   */
  Pair beforeJoin(ResidualSite site, NDArray x, NDArray skip);

  /** This one first, then another on what it gives. */
  default SkipProcessor then(SkipProcessor other) {
    return (site, x, skip) -> {
      Pair pair = beforeJoin(site, x, skip);
      return other.beforeJoin(site, pair.x(), pair.skip());
    };
  }
}

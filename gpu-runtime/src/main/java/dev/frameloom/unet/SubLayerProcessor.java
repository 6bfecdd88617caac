package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;

/**
 * Stands around the two kinds of residual branches of a UNet, between their norm and their
 * addition: it may change what goes in, what comes out, or not apply the layers at all. TokenFlow
 * and PnP (methods that match, store and replace features) need this seam beside {@link
 * AttentionProcessor}, which begins only behind the projections.
 *
 * <p>All arrays belong to the scope of the layer that asks and go with it; the result must live
 * until the layer is done and may belong to any scope. What is kept for longer is attached to a
 * scope of its own or copied.
 */
public interface SubLayerProcessor {

  /** Applies the layers as they are. The UNet runs its fused kernels for this one. */
  SubLayerProcessor STANDARD = new SubLayerProcessor() {};

  /**
   * A self attention: x + result.
   *
   * @param site where
   * @param normed layer norm of x, (B, S, C)
   * @param inner projections, {@link AttentionProcessor#attend}, output projection: (R, S, C) to
   *     the same, where R need not be B: rows may be left out
   * @return (B, S, C), what is added to x
   */
  default NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    return inner.apply(normed);
  }

  /**
   * A residual block: shortcut(x) + result.
   *
   * @param site where
   * @param normed SiLU of the first group norm of x, (B, C, H, W)
   * @param inner first convolution to second, with the time embedding between: (B, C, H, W) to (B,
   *     D, H, W)
   * @return (B, D, H, W), what is added to the shortcut
   */
  default NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    return inner.apply(normed);
  }

  /** This one outside, another between it and the layers. */
  default SubLayerProcessor around(SubLayerProcessor other) {
    SubLayerProcessor outer = this;
    return new SubLayerProcessor() {
      @Override
      public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
        return outer.selfAttention(site, normed, it -> other.selfAttention(site, it, inner));
      }

      @Override
      public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
        return outer.residual(site, normed, it -> other.residual(site, it, inner));
      }
    };
  }
}

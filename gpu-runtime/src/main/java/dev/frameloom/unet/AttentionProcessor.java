package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import java.util.function.Predicate;

/**
 * Computes attention at every site of a UNet; edit methods reach in here. Decorators pass on to
 * another processor, {@link #STANDARD} at last.
 */
@FunctionalInterface
public interface AttentionProcessor {

  /** Softmax(q · kᵀ / √D) · v, every row for itself. */
  AttentionProcessor STANDARD = (site, q, k, v) -> ScaledDotProduct.attend(q, k, v);

  /**
   * Computes attention. All arrays belong to the scope of the layer that asks, and go with it; the
   * result must belong to that scope too (which it does when it is made by operations on q).
   *
   * @param site where
   * @param q queries (B, H, S, D), projected and split into H heads
   * @param k keys (B, H, T, D)
   * @param v values (B, H, T, D)
   * @return (B, H, S, D)
   */
  NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v);

  /** This one at some sites, another at all others. */
  default AttentionProcessor onlyAt(Predicate<AttentionSite> sites, AttentionProcessor elsewhere) {
    return (site, q, k, v) -> (sites.test(site) ? this : elsewhere).attend(site, q, k, v);
  }
}

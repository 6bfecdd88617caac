package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;

/** Scaled dot-product attention by the fused kernel. */
@SuppressWarnings("DoNotCallSuggester")
public final class ScaledDotProduct {

  private ScaledDotProduct() {}

  /**
   * Softmax(q · kᵀ / √D) · v.
   *
   * @param q (B, H, S, D)
   * @param k (B, H, T, D)
   * @param v (B, H, T, D)
   * @return (B, H, S, D), attached to the manager of q
   */
  public static NDArray attend(NDArray q, NDArray k, NDArray v) {
    throw new UnsupportedOperationException("not yet");
  }
}

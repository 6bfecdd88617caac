package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import dev.frameloom.engine.Kernels;

/** Scaled dot-product attention by the fused kernel. */
public final class ScaledDotProduct {

  private ScaledDotProduct() {}

  /**
   * Softmax(q · kᵀ / √D) · v. Never makes the S·T scores as an array, and keeps the few that it
   * works on in single precision whatever q and k are: what {@code upcast_attention} asks for
   * (Stable Diffusion 2.1's scores overflow in half precision) holds for every model.
   *
   * @param q (B, H, S, D)
   * @param k (B, H, T, D)
   * @param v (B, H, T, D)
   * @return (B, H, S, D), attached to the manager of q
   */
  public static NDArray attend(NDArray q, NDArray k, NDArray v) {
    return Kernels.call(q.getManager(), "attention", q, k, v);
  }
}

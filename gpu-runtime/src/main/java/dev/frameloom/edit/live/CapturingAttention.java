package dev.frameloom.edit.live;

import ai.djl.ndarray.NDArray;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.AttentionSite;

/**
 * Keeps the keys and values of every self attention of one call, before anyone extends them.
 *
 * @param kept where they go
 * @param next what computes the attention
 */
record CapturingAttention(KeyValues kept, AttentionProcessor next) implements AttentionProcessor {

  @Override
  public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    if (site.kind() == AttentionSite.Kind.SELF) {
      kept.put(site.path(), k, v);
    }
    return next.attend(site, q, k, v);
  }
}

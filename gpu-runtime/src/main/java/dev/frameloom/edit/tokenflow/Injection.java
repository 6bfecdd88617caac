package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
import dev.frameloom.unet.SubLayer;
import java.util.Set;

/**
 * What the edited branches take over from the source's in a step (Tumanyan et al., Plug-and-Play
 * Diffusion Features, CVPR 2023): the features of one residual block, and queries and keys of the
 * self attentions on the way up from there.
 *
 * @param features whether the residual block is taken over
 * @param attention whether queries and keys are
 */
record Injection(boolean features, boolean attention) {

  /** Takes over nothing. */
  static final Injection NONE = new Injection(false, false);

  private static final String BLOCK = "up_blocks.1.resnets.1";

  /** Sites 4 to 11 of the decoder in the paper's count. */
  private static final Set<String> ATTENTIONS =
      Set.of(
          "up_blocks.1.attentions.1.",
          "up_blocks.1.attentions.2.",
          "up_blocks.2.attentions.",
          "up_blocks.3.attentions.");

  /** Whether queries and keys are the source's at a site. */
  boolean at(AttentionSite site) {
    return attention && ATTENTIONS.stream().anyMatch(site.path()::startsWith);
  }

  /**
   * The residual branch of a block: the source's in all branches where it is taken over, computed
   * once.
   *
   * @param frames n; normed has b·n rows
   */
  NDArray residual(ResidualSite site, NDArray normed, SubLayer inner, int frames) {
    if (!features || !site.path().equals(BLOCK)) {
      return inner.apply(normed);
    }
    NDManager layer = normed.getManager();
    NDArray source = inner.apply(Kernels.call(layer, "rows_from", normed, 0, frames));
    return Kernels.call(layer, "rows_repeated", source, site.rows() / frames);
  }
}

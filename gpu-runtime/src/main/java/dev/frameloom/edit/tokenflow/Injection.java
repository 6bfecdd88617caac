package dev.frameloom.edit.tokenflow;

import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
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

  private static final String BLOCK = "up_blocks.1.resnets.1";

  /** Sites 4 to 11 of the decoder in the paper's count. */
  private static final Set<String> ATTENTIONS =
      Set.of(
          "up_blocks.1.attentions.1.",
          "up_blocks.1.attentions.2.",
          "up_blocks.2.attentions.",
          "up_blocks.3.attentions.");

  /** Whether anything is taken over. */
  boolean isAny() {
    return features || attention;
  }

  /** Whether queries and keys are the source's at a site. */
  boolean at(AttentionSite site) {
    return attention && ATTENTIONS.stream().anyMatch(site.path()::startsWith);
  }

  /** Whether a residual branch is the source's. */
  boolean at(ResidualSite site) {
    return features && site.path().equals(BLOCK);
  }
}

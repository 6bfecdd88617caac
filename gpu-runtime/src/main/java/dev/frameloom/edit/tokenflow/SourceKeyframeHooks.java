package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import dev.frameloom.edit.tokenflow.StepFeatures.Kind;
import dev.frameloom.engine.Kernels;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
import dev.frameloom.unet.SubLayer;
import dev.frameloom.unet.SubLayerProcessor;
import dev.frameloom.unet.UNetHooks;

/**
 * Keyframes of the source inside the UNet: nothing is changed, but what the edited branches and the
 * frames that flow need is kept.
 *
 * @param call number of the call in the step
 * @param matched whether frames flow from these
 * @param injection what the edited branches take over
 * @param step features of the step
 */
record SourceKeyframeHooks(int call, boolean matched, Injection injection, StepFeatures step)
    implements AttentionProcessor, SubLayerProcessor {

  UNetHooks hooks() {
    return UNetHooks.NONE.withAttention(this).withSubLayers(this);
  }

  @Override
  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    NDArray results = inner.apply(normed);
    if (matched) {
      NDArray tokens = Kernels.call(normed.getManager(), "unit_tokens", normed);
      step.keep(call, site.path(), Kind.TOKENS, tokens);
      step.keep(call, site.path(), Kind.SOURCE_RESULTS, results);
    }
    return results;
  }

  @Override
  public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    NDArray result = inner.apply(normed);
    if (injection.at(site)) {
      step.keep(call, site.path(), Kind.SOURCE_RESIDUAL, result);
    }
    return result;
  }

  @Override
  public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    if (site.kind() == AttentionSite.Kind.SELF && injection.at(site)) {
      // copies: what they are cut from is larger
      step.keep(call, site.path(), Kind.SOURCE_QUERIES, plain(q));
      step.keep(call, site.path(), Kind.SOURCE_KEYS, plain(k));
    }
    return AttentionProcessor.STANDARD.attend(site, q, k, v);
  }

  private static NDArray plain(NDArray x) {
    return Kernels.call(x.getManager(), "plain", x);
  }
}

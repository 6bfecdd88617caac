package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import dev.frameloom.edit.tokenflow.StepFeatures.Kind;
import dev.frameloom.engine.Kernels;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
import dev.frameloom.unet.SubLayer;
import dev.frameloom.unet.SubLayerProcessor;
import dev.frameloom.unet.UNetHooks;

/**
 * Frames of the edited branches between keyframes inside the UNet: no self attention is computed,
 * every token takes that of the keyframes' tokens nearest to it in the source.
 *
 * @param plan the call
 * @param injection what is taken over from the source
 * @param step features of the step
 * @param flow what the source decides
 */
record FlowHooks(StepPlan.FlowCall plan, Injection injection, StepFeatures step, SourceFlow flow)
    implements SubLayerProcessor {

  UNetHooks hooks() {
    return UNetHooks.NONE.withSubLayers(this);
  }

  @Override
  public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    if (!injection.at(site)) {
      return inner.apply(normed);
    }
    NDArray source = flow.residual().orElseThrow();
    return Kernels.call(
        normed.getManager(), "rows_repeated", source, site.rows() / plan.frames().size());
  }

  @Override
  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    return new Flowing(plan, step, Kind.RESULTS)
        .results(normed.getManager(), site.path(), flow.at(site.path()));
  }
}

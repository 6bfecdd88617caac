package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
import dev.frameloom.unet.SubLayer;
import dev.frameloom.unet.SubLayerProcessor;
import dev.frameloom.unet.UNetHooks;

/**
 * Frames between keyframes inside the UNet: no self attention is computed, every token takes that
 * of the keyframes' tokens nearest to it in the source (Geyer et al., TokenFlow, ICLR 2024, eq. 3
 * and 4). The field of nearest tokens is found once, on the source's branch, and serves all.
 *
 * <p>Rows are b branches of n frames, the source's first.
 *
 * @param number of the call among those of its kind in the step
 * @param stepNumber number of the step
 * @param plan the call
 * @param injection what the edited branches take over
 * @param step features of the step
 * @param nearest finds tokens
 */
record FlowHooks(
    int number,
    int stepNumber,
    StepPlan.FlowCall plan,
    Injection injection,
    StepFeatures step,
    NearestTokens nearest)
    implements SubLayerProcessor {

  UNetHooks hooks() {
    return UNetHooks.NONE.withSubLayers(this);
  }

  private int frames() {
    return plan.frames().size();
  }

  @Override
  public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    return injection.residual(site, normed, inner, frames());
  }

  @Override
  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    NDManager layer = normed.getManager();
    // (b·n, S, C) -> (n, S, C)
    NDArray source = Kernels.call(layer, "rows_from", normed, 0, frames());
    NDArray tokens = Kernels.call(layer, "unit_tokens", source);
    NDArray own = results(layer, site.path(), tokens, plan.own(), false);
    if (plan.other().isEmpty()) {
      return own;
    }
    NDArray other = results(layer, site.path(), tokens, plan.other().getAsInt(), true);
    return Kernels.call(layer, "frames_blended", own, other, weights(layer));
  }

  /** The results of one keyframe, each token's own: (b·n, S, C). */
  private NDArray results(
      NDManager layer, String path, NDArray tokens, int keyframe, boolean other) {
    StepFeatures.Place place = step.placeOf(keyframe);
    SiteFeatures kept = step.featuresOf(place.call(), path);
    // (k, S, C) -> (S, C)
    NDArray keyTokens = kept.tokens().get(place.row());
    keyTokens.attach(layer);
    NDArray at =
        nearest.find(
            layer, new NearestTokens.Place(stepNumber, number, path, other), tokens, keyTokens);
    return Kernels.call(layer, "results_at", kept.results(), kept.frames(), place.row(), at);
  }

  private NDArray weights(NDManager layer) {
    float[] weights = new float[frames()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = plan.ownWeights().get(i).floatValue();
    }
    return layer.create(weights, new Shape(weights.length));
  }
}

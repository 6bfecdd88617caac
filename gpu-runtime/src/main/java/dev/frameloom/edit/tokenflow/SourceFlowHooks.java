package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.tokenflow.StepFeatures.Kind;
import dev.frameloom.edit.tokenflow.StepFeatures.Place;
import dev.frameloom.engine.Kernels;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
import dev.frameloom.unet.SubLayer;
import dev.frameloom.unet.SubLayerProcessor;
import dev.frameloom.unet.UNetHooks;
import java.util.Optional;

/**
 * Frames of the source between keyframes inside the UNet: for every token the nearest in the
 * keyframes is found (Geyer et al., TokenFlow, ICLR 2024, eq. 3), and the source flows by it too,
 * so that later sites match what the edited branches see.
 *
 * @param number of the call among those of its kind in the step
 * @param stepNumber number of the step
 * @param plan the call
 * @param injection what the edited branches take over
 * @param step features of the step
 * @param nearest finds tokens
 * @param flow what is found
 */
record SourceFlowHooks(
    int number,
    int stepNumber,
    StepPlan.FlowCall plan,
    Injection injection,
    StepFeatures step,
    NearestTokens nearest,
    SourceFlow flow)
    implements SubLayerProcessor {

  UNetHooks hooks() {
    return UNetHooks.NONE.withSubLayers(this);
  }

  @Override
  public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    NDArray result = inner.apply(normed);
    if (injection.at(site)) {
      flow.keepResidual(result);
    }
    return result;
  }

  @Override
  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    NDManager layer = normed.getManager();
    NDArray tokens = Kernels.call(layer, "unit_tokens", normed);
    NDArray own = find(layer, site.path(), tokens, plan.own(), false);
    Optional<NDArray> other =
        plan.other().isPresent()
            ? Optional.of(find(layer, site.path(), tokens, plan.other().getAsInt(), true))
            : Optional.empty();
    SourceFlow.Field field = new SourceFlow.Field(own, other);
    flow.keep(site.path(), field);
    return new Flowing(plan, step, Kind.SOURCE_RESULTS).results(layer, site.path(), field);
  }

  private NDArray find(NDManager layer, String path, NDArray tokens, int keyframe, boolean other) {
    Place place = step.placeOf(keyframe);
    NDArray kept = step.at(place.call(), path, Kind.TOKENS);
    // (k, S, C) -> (S, C)
    NDArray keyTokens = kept.get(place.row());
    keyTokens.attach(layer);
    return nearest.find(
        layer, new NearestTokens.Place(stepNumber, number, path, other), tokens, keyTokens);
  }
}

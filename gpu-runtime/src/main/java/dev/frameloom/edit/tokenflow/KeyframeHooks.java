package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.ResidualSite;
import dev.frameloom.unet.SubLayer;
import dev.frameloom.unet.SubLayerProcessor;
import dev.frameloom.unet.UNetHooks;
import java.util.ArrayList;
import java.util.List;

/**
 * A keyframe call inside the UNet: attention extended over keyframes, and features kept (Geyer et
 * al., TokenFlow, ICLR 2024, eq. 2).
 *
 * <p>Rows are b branches of n frames, the source's first. The source's frames attend to themselves
 * alone; those of an edited branch to the keyframes that are seen, in the same branch, and to
 * themselves or to all of the call.
 *
 * @param call number of the call in the step
 * @param plan the call
 * @param injection what the edited branches take over
 * @param keep what is kept of the call for later ones
 * @param step features of the step
 */
record KeyframeHooks(
    int call, StepPlan.KeyframeCall plan, Injection injection, Keep keep, StepFeatures step)
    implements AttentionProcessor, SubLayerProcessor {

  /**
   * What later calls need.
   *
   * @param features tokens and results, for frames that flow
   * @param heads keys and values, for frames that attend to them
   */
  record Keep(boolean features, boolean heads) {}

  UNetHooks hooks() {
    return UNetHooks.NONE.withAttention(this).withSubLayers(this);
  }

  private int frames() {
    return plan.frames().size();
  }

  @Override
  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    NDArray results = inner.apply(normed);
    if (keep.features()) {
      NDManager layer = normed.getManager();
      // (b·n, S, C) -> (n, S, C)
      NDArray source = Kernels.call(layer, "rows_from", normed, 0, frames());
      NDArray tokens = Kernels.call(layer, "unit_tokens", source);
      step.keep(call, site.path(), new SiteFeatures(frames(), tokens, results));
    }
    return results;
  }

  @Override
  public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    return injection.residual(site, normed, inner, frames());
  }

  @Override
  public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    if (site.kind() != AttentionSite.Kind.SELF) {
      return AttentionProcessor.STANDARD.attend(site, q, k, v);
    }
    NDManager layer = q.getManager();
    NDArray source =
        AttentionProcessor.STANDARD.attend(site, source(q), source(k), source(v)); // (n, H, S, D)
    return Kernels.call(
        layer, "concat", new TensorList(layer, List.of(source, edited(site, q, k, v))), 0);
  }

  /** (b·n, H, S, D) -> (n, H, S, D). */
  private NDArray source(NDArray x) {
    return Kernels.call(x.getManager(), "rows_from", x, 0, frames());
  }

  /** The edited branches: ((b − 1)·n, H, S, D). */
  private NDArray edited(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    NDManager layer = q.getManager();
    int together = plan.joint() ? frames() : 1;
    boolean injected = injection.at(site);
    NDArray queries = Kernels.call(layer, "edited_heads", q, frames(), together, injected);
    NDArray keys = Kernels.call(layer, "edited_heads", k, frames(), together, injected);
    NDArray values = Kernels.call(layer, "edited_heads", v, frames(), together, false);
    if (keep.heads()) {
      // copies: what they are cut from is three times as large
      keys = Kernels.call(layer, "plain", keys);
      values = Kernels.call(layer, "plain", values);
      step.keep(call, site.path(), new StepFeatures.Heads(keys, values));
    }
    List<NDArray> allKeys = new ArrayList<>();
    List<NDArray> allValues = new ArrayList<>();
    for (int earlier : plan.sees()) {
      StepFeatures.Heads seen = step.headsOf(earlier, site.path());
      allKeys.add(seen.keys());
      allValues.add(seen.values());
    }
    allKeys.add(keys);
    allValues.add(values);
    return Kernels.call(
        layer,
        "attention_beside",
        queries,
        new TensorList(layer, allKeys),
        new TensorList(layer, allValues),
        site.rows() - frames());
  }
}

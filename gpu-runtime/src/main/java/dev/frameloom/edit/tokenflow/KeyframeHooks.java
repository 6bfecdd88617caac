package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.tokenflow.StepFeatures.Kind;
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
 * Keyframes of the edited branches inside the UNet: attention extended over keyframes, and features
 * kept (Geyer et al., TokenFlow, ICLR 2024, eq. 2). Frames attend to the keyframes that are seen,
 * in the same branch, and to themselves or to all of the call.
 *
 * <p>Rows are b branches of n frames.
 *
 * @param call number of the call in the step
 * @param plan the call
 * @param injection what is taken over from the source
 * @param keep what is kept of the call for later ones
 * @param step features of the step
 */
record KeyframeHooks(
    int call, StepPlan.KeyframeCall plan, Injection injection, Keep keep, StepFeatures step)
    implements AttentionProcessor, SubLayerProcessor {

  /**
   * What later calls need.
   *
   * @param results of attention, for frames that flow
   * @param heads keys and values, for frames that attend to them
   */
  record Keep(boolean results, boolean heads) {}

  UNetHooks hooks() {
    return UNetHooks.NONE.withAttention(this).withSubLayers(this);
  }

  private int frames() {
    return plan.frames().size();
  }

  @Override
  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
    NDArray results = inner.apply(normed);
    if (keep.results()) {
      step.keep(call, site.path(), Kind.RESULTS, results);
    }
    return results;
  }

  @Override
  public NDArray residual(ResidualSite site, NDArray normed, SubLayer inner) {
    if (!injection.at(site)) {
      return inner.apply(normed);
    }
    NDArray source = step.at(call, site.path(), Kind.SOURCE_RESIDUAL);
    return Kernels.call(normed.getManager(), "rows_repeated", source, site.rows() / frames());
  }

  @Override
  public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    if (site.kind() != AttentionSite.Kind.SELF) {
      return AttentionProcessor.STANDARD.attend(site, q, k, v);
    }
    NDManager layer = q.getManager();
    boolean injected = injection.at(site);
    NDArray queries = injected ? taken(layer, site, Kind.SOURCE_QUERIES) : together(layer, q, 1);
    NDArray keys = injected ? taken(layer, site, Kind.SOURCE_KEYS) : together(layer, k, 1);
    NDArray values = together(layer, v, 1);
    if (keep.heads()) {
      // copies: what they are cut from is larger
      keys = Kernels.call(layer, "plain", keys);
      values = Kernels.call(layer, "plain", values);
      step.keep(call, site.path(), Kind.KEYS, keys);
      step.keep(call, site.path(), Kind.VALUES, values);
    }
    List<NDArray> allKeys = seen(site, Kind.KEYS, keys);
    List<NDArray> allValues = seen(site, Kind.VALUES, values);
    return Kernels.call(
        layer,
        "attention_beside",
        queries,
        new TensorList(layer, allKeys),
        new TensorList(layer, allValues),
        site.rows());
  }

  /** The source's in every branch. */
  private NDArray taken(NDManager layer, AttentionSite site, Kind kind) {
    return together(layer, step.at(call, site.path(), kind), site.rows() / frames());
  }

  /** (m, H, S, D), so many times, to (b, H, n·S, D) where frames attend to each other. */
  private NDArray together(NDManager layer, NDArray heads, int times) {
    return Kernels.call(layer, "heads_together", heads, times, plan.joint() ? frames() : 1);
  }

  private List<NDArray> seen(AttentionSite site, Kind kind, NDArray own) {
    List<NDArray> all = new ArrayList<>();
    plan.sees().forEach(earlier -> all.add(step.at(earlier, site.path(), kind)));
    all.add(own);
    return all;
  }
}

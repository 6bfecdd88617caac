package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.edit.tokenflow.StepFeatures.Kind;
import dev.frameloom.edit.tokenflow.StepFeatures.Place;
import dev.frameloom.engine.Kernels;

/**
 * Attention results of frames, taken from their keyframes' by a field of nearest tokens (Geyer et
 * al., TokenFlow, ICLR 2024, eq. 4).
 *
 * @param plan the frames and their keyframes
 * @param step features of the step
 * @param kind whose results: the source's or those of the edited branches
 */
record Flowing(StepPlan.FlowCall plan, StepFeatures step, Kind kind) {

  /** (b·n, S, C). */
  NDArray results(NDManager layer, String path, SourceFlow.Field field) {
    NDArray own = at(layer, path, plan.own(), field.own());
    if (plan.other().isEmpty()) {
      return own;
    }
    NDArray other = at(layer, path, plan.other().getAsInt(), field.other().orElseThrow());
    float[] weights = new float[plan.frames().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = plan.ownWeights().get(i).floatValue();
    }
    NDArray shares = layer.create(weights, new Shape(weights.length));
    return Kernels.call(layer, "frames_blended", own, other, shares);
  }

  private NDArray at(NDManager layer, String path, int keyframe, NDArray where) {
    Place place = step.placeOf(keyframe);
    NDArray results = step.at(place.call(), path, kind);
    return Kernels.call(layer, "results_at", results, place.frames(), place.row(), where);
  }
}

package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.tokenflow.StepPlan.FlowCall;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.unet.UNetHooks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs denoising steps as they are planned.
 *
 * @param branches calls the UNet
 * @param sampler leads from step to step
 * @param source latents of the sources
 * @param injections what is taken over in each step
 * @param controls what ControlNets add to a call of these frames
 * @param nearest finds tokens
 * @param noise a step's noise for latents (n, C, h, w), where the sampler asks for it
 */
record StepRunner(
    Branches branches,
    Sampler sampler,
    SourceLatents source,
    InjectionSchedule injections,
    ControlSource controls,
    NearestTokens nearest,
    StepNoise noise) {

  /** Gives the ControlNet's part of calls. */
  @FunctionalInterface
  interface ControlSource {

    /** None. */
    ControlSource NONE = frames -> SourceControl.NONE;

    /** That of a call of these frames. */
    SourceControl of(List<Integer> frames);
  }

  /** What the model predicts for latents (n, C, h, w), in the scope given. */
  @FunctionalInterface
  private interface Prediction {

    NDArray of(NDManager scope, NDArray latents);
  }

  /** Makes a step's noise. */
  @FunctionalInterface
  interface StepNoise {

    /** Standard normal, of the shape of latents (n, C, h, w). */
    NDArray of(NDManager scope, NDArray latents, int step);
  }

  /**
   * One step of all frames.
   *
   * @param scope what the results are attached to
   * @param latents (1, C, h, w) of each frame; replaced by the next step's, closed
   */
  void run(NDManager scope, List<NDArray> latents, int index, StepPlan plan) {
    List<NDArray> next = new ArrayList<>(latents);
    try (NDManager step = scope.newSubManager()) {
      StepFeatures features = new StepFeatures(step);
      Injection injection = injections.at(index);
      for (int call = 0; call < plan.keyframes().size(); call++) {
        KeyframeCall keyframes = plan.keyframes().get(call);
        for (int row = 0; row < keyframes.frames().size(); row++) {
          features.place(keyframes.frames().get(row), new StepFeatures.Place(call, row));
        }
        UNetHooks hooks =
            new KeyframeHooks(call, keyframes, injection, keep(plan, call), features).hooks();
        Prediction predict = predicting(keyframes.frames(), index, hooks);
        if (keyframes.advances()) {
          advance(scope, latents, keyframes.frames(), index, predict, next);
        } else {
          passThrough(step, latents, keyframes.frames(), predict);
        }
      }
      for (int number = 0; number < plan.flows().size(); number++) {
        FlowCall flow = plan.flows().get(number);
        UNetHooks hooks = new FlowHooks(number, index, flow, injection, features, nearest).hooks();
        advance(
            scope, latents, flow.frames(), index, predicting(flow.frames(), index, hooks), next);
      }
    }
    for (int i = 0; i < latents.size(); i++) {
      if (next.get(i) != latents.get(i)) {
        latents.get(i).close();
        latents.set(i, next.get(i));
      }
    }
  }

  /** What later calls of the step ask for. */
  private static KeyframeHooks.Keep keep(StepPlan plan, int call) {
    Set<Integer> matched = new HashSet<>();
    for (FlowCall flow : plan.flows()) {
      matched.add(flow.own());
      flow.other().ifPresent(matched::add);
    }
    boolean features = plan.keyframes().get(call).frames().stream().anyMatch(matched::contains);
    boolean heads = plan.keyframes().stream().anyMatch(it -> it.sees().contains(call));
    return new KeyframeHooks.Keep(features, heads);
  }

  private Prediction predicting(List<Integer> frames, int index, UNetHooks hooks) {
    return (scope, x) ->
        branches.predict(
            scope,
            source.at(scope, frames, index),
            x,
            sampler.timestep(index),
            controls.of(frames),
            hooks);
  }

  /** For the features alone. */
  private void passThrough(
      NDManager step, List<NDArray> latents, List<Integer> frames, Prediction predict) {
    try (NDManager call = step.newSubManager()) {
      predict.of(call, together(call, latents, frames)).close();
    }
  }

  private void advance(
      NDManager scope,
      List<NDArray> latents,
      List<Integer> frames,
      int index,
      Prediction predict,
      List<NDArray> next) {
    try (NDManager call = scope.newSubManager()) {
      NDArray x = together(call, latents, frames);
      NDArray predicted = predict.of(call, sampler.modelInput(call, x, index));
      NDArray stepped = sampler.step(call, x, predicted, index, () -> noise.of(call, x, index));
      for (int i = 0; i < frames.size(); i++) {
        // (n, C, h, w) -> (1, C, h, w), a copy
        NDArray one = Kernels.call(call, "rows_from", stepped, i, 1);
        next.set(frames.get(i), Kernels.call(scope, "rows_repeated", one, 1));
      }
    }
  }

  private static NDArray together(NDManager scope, List<NDArray> latents, List<Integer> frames) {
    List<NDArray> rows = frames.stream().map(latents::get).toList();
    return Kernels.call(scope, "concat", new TensorList(scope, rows), 0);
  }
}

package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.tokenflow.StepPlan.FlowCall;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.pipeline.Conditioning;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.unet.UNetHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs denoising steps as they are planned.
 *
 * @param branches calls the UNet
 * @param sampler leads from step to step
 * @param source latents of the sources
 * @param injections what is taken over in each step
 * @param controls what ControlNets add to a call of these frames
 * @param nearest finds tokens
 * @param flows what is known of frames that flow from edits before
 * @param noise a step's noise for latents (n, C, h, w), where the sampler asks for it
 */
record StepRunner(
    Branches branches,
    Sampler sampler,
    SourceLatents source,
    InjectionSchedule injections,
    ControlSource controls,
    NearestTokens nearest,
    StoredFlows flows,
    StepNoise noise) {

  /** Gives the ControlNet's part of calls. */
  @FunctionalInterface
  interface ControlSource {

    /** None. */
    ControlSource NONE = frames -> Conditioning.NONE;

    /** That of a call of these frames in each edited branch. */
    Conditioning of(List<Integer> frames);
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
      Step running = new Step(step, new StepFeatures(step), index, plan, injections.at(index));
      List<Optional<SourceFlow>> known = new ArrayList<>();
      for (int number = 0; number < plan.flows().size(); number++) {
        known.add(flows.find(step, index, plan, number));
      }
      for (int call = 0; call < plan.keyframes().size(); call++) {
        keyframes(scope, running, call, known, latents, next);
      }
      for (int number = 0; number < plan.flows().size(); number++) {
        FlowCall flow = plan.flows().get(number);
        SourceFlow found =
            known.get(number).isPresent()
                ? known.get(number).get()
                : sourceFlow(running, number, flow);
        UNetHooks hooks =
            new FlowHooks(flow, running.injection(), running.features(), found).hooks();
        advance(scope, latents, flow.frames(), index, hooks, next);
      }
    }
    for (int i = 0; i < latents.size(); i++) {
      if (next.get(i) != latents.get(i)) {
        latents.get(i).close();
        latents.set(i, next.get(i));
      }
    }
  }

  /** What the calls of a step share. */
  private record Step(
      NDManager scope, StepFeatures features, int index, StepPlan plan, Injection injection) {}

  private void keyframes(
      NDManager scope,
      Step step,
      int call,
      List<Optional<SourceFlow>> known,
      List<NDArray> latents,
      List<NDArray> next) {
    KeyframeCall keyframes = step.plan().keyframes().get(call);
    List<Integer> frames = keyframes.frames();
    for (int row = 0; row < frames.size(); row++) {
      step.features().place(frames.get(row), new StepFeatures.Place(call, row, frames.size()));
    }
    boolean matched = false;
    boolean flowedFrom = false;
    for (int number = 0; number < step.plan().flows().size(); number++) {
      boolean from = step.plan().flows().get(number).isFrom(frames);
      flowedFrom |= from;
      matched |= from && known.get(number).isEmpty();
    }
    if (matched || step.injection().isAny()) {
      passSource(
          step,
          frames,
          new SourceKeyframeHooks(call, matched, step.injection(), step.features()).hooks());
    }
    boolean seen = step.plan().keyframes().stream().anyMatch(it -> it.sees().contains(call));
    UNetHooks hooks =
        new KeyframeHooks(
                call,
                keyframes,
                step.injection(),
                new KeyframeHooks.Keep(flowedFrom, seen),
                step.features())
            .hooks();
    if (keyframes.advances()) {
      advance(scope, latents, frames, step.index(), hooks, next);
      return;
    }
    try (NDManager inner = step.scope().newSubManager()) {
      predict(inner, together(inner, latents, frames), frames, step.index(), hooks).close();
    }
  }

  private SourceFlow sourceFlow(Step step, int number, FlowCall flow) {
    SourceFlow found = new SourceFlow(step.scope());
    passSource(
        step,
        flow.frames(),
        new SourceFlowHooks(
                number, step.index(), flow, step.injection(), step.features(), nearest, found)
            .hooks());
    flows.keep(step.index(), step.plan(), number, found);
    return found;
  }

  private void passSource(Step step, List<Integer> frames, UNetHooks hooks) {
    try (NDManager call = step.scope().newSubManager()) {
      branches.passSource(
          call, source.at(call, frames, step.index()), sampler.timestep(step.index()), hooks);
    }
  }

  private NDArray predict(
      NDManager scope, NDArray latents, List<Integer> frames, int index, UNetHooks hooks) {
    return branches.predict(
        scope,
        sampler.modelInput(scope, latents, index),
        sampler.timestep(index),
        controls.of(frames),
        hooks);
  }

  private void advance(
      NDManager scope,
      List<NDArray> latents,
      List<Integer> frames,
      int index,
      UNetHooks hooks,
      List<NDArray> next) {
    try (NDManager call = scope.newSubManager()) {
      NDArray x = together(call, latents, frames);
      NDArray predicted = predict(call, x, frames, index, hooks);
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

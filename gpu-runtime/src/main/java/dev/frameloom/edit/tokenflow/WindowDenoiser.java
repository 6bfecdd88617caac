package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditPrompts;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Noise;
import dev.frameloom.engine.TensorList;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.schedule.Sampler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From the latents of a window's frames to those of their edits: inversion, then the steps of the
 * layout.
 */
final class WindowDenoiser {

  private final DiffusionModel model;
  private final EditParameters parameters;
  private final TokenFlowOptions options;
  private final Layout layout;
  private final MemoryPlan memory;
  private final Branches branches;
  private final Sampler sampler;
  private final InversionPath path;

  /**
   * Embeds the prompts.
   *
   * @param scope what the embeddings live in
   */
  WindowDenoiser(
      DiffusionModel model,
      NDManager scope,
      EditParameters parameters,
      TokenFlowOptions options,
      Layout layout,
      MemoryPlan memory) {
    this.model = model;
    this.parameters = parameters;
    this.options = options;
    this.layout = layout;
    this.memory = memory;
    branches = new Branches(model, scope, EditPrompts.of(parameters), parameters.guidanceScale());
    sampler = remaining();
    path = path();
  }

  /** Steps that are run. */
  int steps() {
    return sampler.steps();
  }

  private Sampler remaining() {
    int steps = parameters.steps();
    Sampler whole = options.sampler().create(model.schedule(), steps);
    double strength = parameters.strength();
    if (isOfficial() && options.variant() == Variant.SDEDIT) {
      // a slice that counts from the end: one step fewer than one would think, and never the first
      int from = (int) (1 - strength * steps);
      return from < 0 ? whole.last(-from) : whole;
    }
    Sampler last = whole.from(strength);
    return last.steps() > 0 ? last : whole.last(1);
  }

  private boolean isOfficial() {
    return options.compat() == Compat.OFFICIAL;
  }

  private InversionPath path() {
    if (isOfficial()) {
      return InversionPath.whole(model.schedule(), sampler, options.inversionSteps());
    }
    return InversionPath.through(
        sampler, Math.max(1, Math.round((float) options.inversionSteps() / parameters.steps())));
  }

  /**
   * Denoises.
   *
   * @param scope what the result is attached to
   * @param pictures latents of the frames, (1, C, h, w) each
   * @return (1, C, h, w) each
   */
  List<NDArray> denoise(
      NDManager scope,
      List<NDArray> pictures,
      SourceStore store,
      StepRunner.ControlSource control) {
    return denoise(scope, pictures, store, control, NearestTokens.EXACT, (step, latents) -> {});
  }

  /** Sees what each step begins with, and at last what the last one leaves. */
  @FunctionalInterface
  interface StepListener {

    /** Latents of all frames, which stay the denoiser's. */
    void at(int step, List<NDArray> latents);
  }

  /** The same with another search of tokens, watched. */
  List<NDArray> denoise(
      NDManager scope,
      List<NDArray> pictures,
      SourceStore store,
      StepRunner.ControlSource control,
      NearestTokens nearest,
      StepListener listener) {
    InjectionSchedule injections = options.injections(parameters.steps(), sampler.steps());
    Inverted window = invert(pictures, store);
    List<KeptRows> trajectories = window.trajectories();
    SourceLatents source =
        (inner, frames, step) -> {
          List<NDArray> rows =
              frames.stream()
                  .map(it -> tensor(inner, trajectories.get(it).at(step), pictures.get(it)))
                  .toList();
          return Kernels.call(inner, "concat", new TensorList(inner, rows), 0);
        };
    List<NDArray> latents = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      latents.add(start(scope, pictures.get(i), trajectories.get(i)));
    }
    StepRunner runner =
        new StepRunner(
            branches,
            sampler,
            source,
            injections,
            control,
            nearest,
            new StoredFlows(
                store, TrajectoryKeys.digest(window.keys()), injections, model.precision()),
            this::noise);
    StepPlanner planner = layout.planner(memory.batch());
    for (int step = 0; step < sampler.steps(); step++) {
      listener.at(step, latents);
      runner.run(scope, latents, step, planner.step(step));
    }
    listener.at(sampler.steps(), latents);
    return latents;
  }

  /**
   * Inverted frames.
   *
   * @param trajectories of each frame
   * @param keys of them all, call by call
   */
  record Inverted(List<KeptRows> trajectories, List<List<String>> keys) {}

  /** Finds what was inverted before, and inverts the rest, in calls that depend on the window. */
  Inverted invert(List<NDArray> pictures, SourceStore store) {
    TrajectoryKeys keys =
        new TrajectoryKeys(model, memory.tiling(), path, EditPrompts.of(parameters).source());
    List<List<Integer>> calls = inversionCalls();
    List<List<String>> names =
        calls.stream().map(call -> keys.of(call.stream().map(this::frame).toList())).toList();
    Set<String> all = new LinkedHashSet<>();
    names.forEach(all::addAll);
    store.begin(all, (long) Float.BYTES * path.kept().size() * pictures.get(0).size());
    Inversion inversion = new Inversion(model, branches.sourceText(), path);
    List<String> timesteps =
        path.kept().stream().map(it -> path.timesteps().get(it).toString()).toList();
    KeptRows[] found = new KeptRows[pictures.size()];
    for (int c = 0; c < calls.size(); c++) {
      List<Integer> call = calls.get(c);
      List<Optional<KeptRows>> known = names.get(c).stream().map(store::find).toList();
      boolean whole = known.stream().allMatch(Optional::isPresent);
      float[][][] inverted = whole ? new float[0][][] : inverted(inversion, pictures, call);
      for (int i = 0; i < call.size(); i++) {
        found[call.get(i)] =
            whole
                ? known.get(i).orElseThrow()
                : store.keep(names.get(c).get(i), timesteps, inverted[i]);
      }
    }
    return new Inverted(List.of(found), names);
  }

  private float[][][] inverted(Inversion inversion, List<NDArray> pictures, List<Integer> call) {
    try (NDManager scope = model.newScope()) {
      List<NDArray> rows = call.stream().map(pictures::get).toList();
      return inversion.invert(Kernels.call(scope, "concat", new TensorList(scope, rows), 0));
    }
  }

  /** Frames that other windows invert too by themselves, the others together. */
  private List<List<Integer>> inversionCalls() {
    List<List<Integer>> calls = new ArrayList<>();
    layout.alone().forEach(frame -> calls.add(List.of(frame)));
    List<Integer> others =
        StreamFrames.between(-1, layout.frames().size()).stream()
            .filter(frame -> !layout.alone().contains(frame))
            .toList();
    calls.addAll(Chunks.of(others, memory.batch()));
    return calls;
  }

  private SourceFrame frame(int index) {
    return layout.frames().get(index);
  }

  /** Latents of the first step. */
  private NDArray start(NDManager scope, NDArray picture, KeptRows inverted) {
    try (NDManager inner = scope.newSubManager()) {
      if (options.noise() == StartNoise.SHARED) {
        NDArray noise = shared(inner, "tokenflow.start", 0, picture.getShape());
        return sampler.addNoise(scope, picture, noise, 0);
      }
      if (!isOfficial()) {
        NDArray noisiest = tensor(inner, inverted.at(0), picture);
        return Kernels.call(scope, "rows_repeated", noisiest, 1);
      }
      // the noise that the inversion's end implies, put on the picture again at the first step
      NDArray end = tensor(inner, inverted.at(path.kept().size() - 1), picture);
      double a = model.schedule().alphaCumprod(path.timesteps().get(path.timesteps().size() - 1));
      double sigma = Math.sqrt(1 - a);
      NDArray noise = Kernels.call(inner, "mix", end, 1 / sigma, picture, -Math.sqrt(a) / sigma);
      return sampler.addNoise(scope, picture, noise, 0);
    }
  }

  private static NDArray tensor(NDManager scope, float[] values, NDArray like) {
    return scope.create(values, like.getShape());
  }

  private NDArray noise(NDManager scope, NDArray latents, int step) {
    Shape shape = latents.getShape();
    NDArray one =
        shared(
            scope, "tokenflow.step", step, new Shape(1, shape.get(1), shape.get(2), shape.get(3)));
    return Kernels.call(scope, "rows_repeated", one, (int) shape.get(0));
  }

  /** The same for all frames, so that it does not flicker. */
  private NDArray shared(NDManager scope, String purpose, int step, Shape shape) {
    return Noise.normal(scope, parameters.seed(), purpose, step, shape.getShape());
  }
}

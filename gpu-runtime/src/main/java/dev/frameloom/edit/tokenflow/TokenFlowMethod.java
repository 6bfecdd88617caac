package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.ClipSize;
import dev.frameloom.edit.EditMethod;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.FrameOrigin;
import dev.frameloom.edit.ModelSource;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.StageClock;
import dev.frameloom.edit.WindowCodec;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.WindowMeasures;
import dev.frameloom.edit.WindowMeter;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.pipeline.Guidance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Edits windows by inverting their frames and denoising them again under another prompt, with what
 * makes them one video decided by a {@link Layout}: TokenFlow, extended attention alone, or
 * nothing.
 *
 * <p>A boundary keyframe depends on the anchor, its own frame and the parameters only, so that both
 * windows that share it compute the same from it. At strength 0 the source is given back as it is.
 */
public final class TokenFlowMethod implements EditMethod {

  private final WindowMeter meter = new WindowMeter();
  private SourceStore sources;

  @Override
  public EditedWindow edit(WindowEdit window, ModelSource models) {
    TokenFlowOptions options = TokenFlowOptions.of(window.parameters());
    window.requireOneSize();
    if (window.parameters().strength() == 0 || window.publishFrom() == window.frames().size()) {
      return EditedWindow.unchanged(window);
    }
    EditParameters parameters = window.parameters();
    DiffusionModel model = models.model(parameters.model());
    Layout layout = layout(window, options);
    int branches = new Guidance(model, parameters.guidanceScale()).branches();
    MemoryPlan memory = WindowBudget.plan(model, window, layout, branches, models.budget());
    if (sources == null) {
      sources = new SourceStore(models.trajectories());
    }
    StageClock clock = new StageClock();
    try (NDManager scope = model.newScope()) {
      WindowCodec codec = new WindowCodec(model, memory.tiling());
      WindowDenoiser denoiser =
          new WindowDenoiser(model, scope, parameters, options, layout, memory);
      List<NDArray> pictures = new ArrayList<>();
      for (int i = 0; i < layout.frames().size(); i++) {
        Picture picture = layout.frames().get(i).picture();
        pictures.add(clock.time(EditStage.ENCODE_LATENT, () -> encode(codec, scope, picture)));
      }
      StepRunner.ControlSource control = control(scope, model, models, options, layout);
      List<NDArray> latents =
          clock.time(EditStage.DENOISE, () -> denoiser.denoise(scope, pictures, sources, control));
      SortedMap<Integer, Picture> edited = new TreeMap<>();
      for (int frame : wanted(layout)) {
        edited.put(
            frame,
            clock.time(
                EditStage.DECODE_LATENT, () -> decode(codec, scope, latents.get(frame), window)));
      }
      List<EditedPicture> published = published(layout, edited);
      WindowMeasures measures =
          clock.time(
              EditStage.MEASURE,
              () ->
                  meter.of(
                      window,
                      Optional.ofNullable(edited.get(layout.published().get(0) - 1)),
                      published));
      return new EditedWindow(
          published, model.description(), denoiser.steps(), measures, clock.nanos());
    }
  }

  /**
   * Refuses a clip that the memory has no room for, where it is edited as one window.
   *
   * @throws dev.frameloom.model.MemoryBudgetException with what it needs
   */
  public static void requireRoom(EditParameters parameters, ClipSize clip, ModelSource models) {
    DiffusionModel model = models.model(parameters.model());
    int batches = ClipLayout.batches(clip.frames(), clip.interval());
    int branches = new Guidance(model, parameters.guidanceScale()).branches();
    MemoryPlan unused =
        WindowBudget.plan(
            model, clip.width(), clip.height(), batches, batches, branches, models.budget());
  }

  /** Which frames of a window are computed, and how, by its edit's method. */
  static Layout layout(WindowEdit window, TokenFlowOptions options) {
    return switch (RegisteredMethod.byId(window.parameters().method())) {
      case PER_FRAME -> SingleLayout.of(window);
      case EXTENDED_ATTENTION -> AttentionLayout.of(window);
      case TOKENFLOW ->
          switch (options.compat()) {
            case STREAM -> StreamLayout.of(window, options.keyframes());
            case OFFICIAL -> clip(window, options, false);
            case PAPER -> clip(window, options, true);
          };
      case NONE, LIVE ->
          throw new IllegalArgumentException(
              "no TokenFlow: method " + window.parameters().method());
    };
  }

  private static StepRunner.ControlSource control(
      NDManager scope,
      DiffusionModel model,
      ModelSource models,
      TokenFlowOptions options,
      Layout layout) {
    if (options.control().isEmpty()) {
      return StepRunner.ControlSource.NONE;
    }
    return new ControlGuide(
        models.control(options.control()),
        options.controlScale(),
        scope,
        layout.frames().stream().map(SourceFrame::picture).toList(),
        model.sizeMultiple());
  }

  /**
   * In batches of the edit's interval, which is that of the first keyframes; a window that ends
   * before it has a second interval is one batch.
   */
  private static Layout clip(WindowEdit window, TokenFlowOptions options, boolean paper) {
    List<Integer> keyframes = window.keyframes();
    int interval =
        keyframes.size() > 2
            ? keyframes.get(1) - keyframes.get(0)
            : window.frames().size() - window.publishFrom();
    return ClipLayout.of(window, interval, paper, options.keyframes());
  }

  /** What is published, and the frame before it, to measure the step between them by. */
  private static List<Integer> wanted(Layout layout) {
    List<Integer> wanted = new ArrayList<>(layout.published());
    int before = wanted.get(0) - 1;
    if (before >= 0) {
      wanted.add(0, before);
    }
    return wanted;
  }

  private static NDArray encode(WindowCodec codec, NDManager scope, Picture picture) {
    try (NDManager step = scope.newSubManager()) {
      NDArray latents = codec.encode(step, picture);
      latents.attach(scope);
      return latents;
    }
  }

  private static Picture decode(
      WindowCodec codec, NDManager scope, NDArray latents, WindowEdit window) {
    try (NDManager step = scope.newSubManager()) {
      return codec.decode(step, latents, window.frames().get(0).picture());
    }
  }

  private static List<EditedPicture> published(Layout layout, SortedMap<Integer, Picture> edited) {
    return layout.published().stream()
        .map(
            frame ->
                new EditedPicture(
                    layout.frames().get(frame).sequence(),
                    edited.get(frame),
                    layout.keyframes().contains(frame)
                        ? FrameOrigin.KEYFRAME
                        : FrameOrigin.PROPAGATED))
        .toList();
  }

  @Override
  public void close() {
    meter.close();
    if (sources != null) {
      sources.close();
    }
  }
}

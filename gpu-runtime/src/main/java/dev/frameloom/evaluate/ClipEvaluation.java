package dev.frameloom.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.frameloom.evaluate.EvaluationOptions.Steps;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.metric.ColourCast;
import dev.frameloom.metric.Psnr;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.pipeline.PictureTensors;
import dev.frameloom.style.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One clip at one size. Frames are encoded and decoded one by one; in the UNet they share calls.
 *
 * <p>(n, C, h, w) are latents of n pictures.
 */
final class ClipEvaluation {

  private final DiffusionModel model;
  private final EvaluationOptions options;
  private final DdimWalk walk;
  private final EvaluationListener listener;

  ClipEvaluation(
      DiffusionModel model, EvaluationOptions options, DdimWalk walk, EvaluationListener listener) {
    this.model = model;
    this.options = options;
    this.walk = walk;
    this.listener = listener;
  }

  /**
   * A frame, and what is known of it before any edit.
   *
   * @param latents of the frame, (1, C, h, w)
   * @param decoded of the latents
   */
  private record Source(
      long index, Picture picture, StyleTargets targets, NDArray latents, Picture decoded) {}

  /**
   * An inverted frame.
   *
   * @param start where its edits start, (1, C, h, w)
   * @param back the frame after inversion to the end and denoising from there
   */
  private record Inverted(Source source, NDArray start, Picture back) {}

  /** A frame that is to be edited to a style. */
  private record Edit(Inverted frame, Style style) {}

  ClipScores of(Clip clip, int size) {
    try (NDManager scope = model.newScope()) {
      List<Source> sources =
          clip.frames().stream().map(frame -> source(scope, frame, size)).toList();
      List<Inverted> inverted = new ArrayList<>();
      inBatches(sources, options.rows(), batch -> inverted.addAll(invert(scope, batch)));
      List<Edit> edits =
          inverted.stream()
              .flatMap(frame -> options.styles().stream().map(style -> new Edit(frame, style)))
              .toList();
      List<EditScore> guided =
          scores(
              scope,
              edits,
              options.steps().guidance(),
              (edit, edited) ->
                  listener.edited(
                      new EditedFrame(
                          clip.name(),
                          edit.frame().source().index(),
                          edit.frame().source().picture(),
                          edit.style(),
                          edited)));
      List<EditScore> unguided =
          options.steps().unguided() ? scores(scope, edits, 1, (edit, edited) -> {}) : List.of();
      List<FrameScores> frames = new ArrayList<>();
      for (int i = 0; i < inverted.size(); i++) {
        frames.add(frame(inverted.get(i), part(guided, i), part(unguided, i)));
      }
      return new ClipScores(clip.name(), size, frames);
    }
  }

  private Source source(NDManager scope, Clip.Frame frame, int size) {
    Picture picture = Pictures.resize(Pictures.centreSquare(frame.picture()), size, size);
    try (NDManager inner = scope.newSubManager()) {
      NDArray latents = model.encodeImages(scope, PictureTensors.tensor(inner, picture));
      return new Source(
          frame.index(), picture, new StyleTargets(picture), latents, decode(latents));
    }
  }

  private List<Inverted> invert(NDManager scope, List<Source> batch) {
    Steps steps = options.steps();
    Guidance alone = new Guidance(model, 1);
    try (NDManager inner = scope.newSubManager()) {
      List<String> prompts = Collections.nCopies(batch.size(), options.prompts().source());
      NDArray text = alone.embed(inner, "", prompts);
      NDArray latents = together(inner, batch.stream().map(Source::latents).toList());
      NDArray starts = walk.invert(inner, latents, text, 0, steps.edit());
      NDArray noise = walk.invert(inner, starts, text, steps.edit(), steps.count());
      NDArray back = walk.denoise(inner, noise, alone, text, steps.count());
      List<Inverted> inverted = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        NDArray start = row(scope, starts, i);
        inverted.add(new Inverted(batch.get(i), start, decode(row(inner, back, i))));
      }
      return inverted;
    }
  }

  /** Edits frames, as many at once as there may be rows, and scores them in order. */
  private List<EditScore> scores(
      NDManager scope, List<Edit> edits, double scale, BiConsumer<Edit, Picture> seen) {
    Guidance guidance = new Guidance(model, scale);
    List<EditScore> scores = new ArrayList<>();
    inBatches(
        edits,
        Math.max(1, options.rows() / guidance.branches()),
        batch -> {
          List<Picture> pictures = edited(scope, batch, guidance);
          for (int i = 0; i < pictures.size(); i++) {
            Edit edit = batch.get(i);
            seen.accept(edit, pictures.get(i));
            scores.add(edit.frame().source().targets().score(edit.style(), pictures.get(i)));
          }
        });
    return scores;
  }

  private List<Picture> edited(NDManager scope, List<Edit> batch, Guidance guidance) {
    try (NDManager inner = scope.newSubManager()) {
      List<String> prompts =
          batch.stream().map(edit -> options.prompts().of(edit.style())).toList();
      NDArray text = guidance.embed(inner, "", prompts);
      NDArray starts = together(inner, batch.stream().map(it -> it.frame().start()).toList());
      NDArray ends = walk.denoise(inner, starts, guidance, text, options.steps().edit());
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        pictures.add(decode(row(inner, ends, i)));
      }
      return pictures;
    }
  }

  private static FrameScores frame(
      Inverted frame, List<EditScore> guided, List<EditScore> unguided) {
    Picture picture = frame.source().picture();
    return new FrameScores(
        frame.source().index(),
        Psnr.between(picture, frame.source().decoded()),
        ColourCast.between(picture, frame.source().decoded()),
        Psnr.between(picture, frame.back()),
        guided,
        unguided);
  }

  /** Those of one frame; none where there are none. */
  private List<EditScore> part(List<EditScore> scores, int frame) {
    int count = options.styles().size();
    return scores.isEmpty() ? scores : scores.subList(frame * count, (frame + 1) * count);
  }

  private Picture decode(NDArray latents) {
    try (NDManager inner = model.newScope()) {
      return PictureTensors.picture(model.decodeLatents(inner, latents));
    }
  }

  /** n × (1, C, h, w) -> (n, C, h, w). */
  private static NDArray together(NDManager scope, List<NDArray> rows) {
    NDArray together = NDArrays.concat(new NDList(rows), 0);
    together.attach(scope);
    return together;
  }

  /** (n, C, h, w) -> (1, C, h, w). */
  private static NDArray row(NDManager scope, NDArray latents, int index) {
    NDArray row = latents.get(index + ":" + (index + 1));
    row.attach(scope);
    return row;
  }

  private static <T> void inBatches(List<T> items, int size, Consumer<List<T>> work) {
    for (int from = 0; from < items.size(); from += size) {
      work.accept(items.subList(from, Math.min(items.size(), from + size)));
    }
  }
}

package dev.frameloom.evaluate;

import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Guidance;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a model at what it is shipped for: frames are inverted to noise, and denoised under
 * prompts that ask for styles. There is no randomness: equal arguments give equal results.
 *
 * <p>An edit adheres to its prompt where it is nearer to what the asked style's classical filter
 * makes of the frame than to what any other filter makes of it, or to the frame itself ({@link
 * StyleMatch}), and shows something ({@link EditScore#holdsEdges}).
 */
public final class ModelEvaluation {

  private final DiffusionModel model;
  private final EvaluationOptions options;
  private final EvaluationListener listener;
  private long done;
  private long total;
  private String current = "";

  /**
   * An evaluation.
   *
   * @param model stays the caller's to close
   * @throws IllegalArgumentException where a size does not fit the model
   */
  public ModelEvaluation(
      DiffusionModel model, EvaluationOptions options, EvaluationListener listener) {
    for (int size : options.sizes()) {
      if (size % model.latentFactor() != 0) {
        throw new IllegalArgumentException(
            "sizes: expected multiples of " + model.latentFactor() + ", found " + size);
      }
    }
    this.model = model;
    this.options = options;
    this.listener = listener;
  }

  /** Measures every clip at every size. */
  public Evaluation run(List<Clip> clips) {
    done = 0;
    total = clips.stream().mapToLong(it -> rows(it.frames().size())).sum() * options.sizes().size();
    DdimWalk walk = new DdimWalk(model, options.steps().count(), this::hear);
    List<ClipScores> scores = new ArrayList<>();
    for (Clip clip : clips) {
      for (int size : options.sizes()) {
        current = clip.name() + " " + size + "x" + size;
        listener.progress(done, total, current);
        scores.add(new ClipEvaluation(model, options, walk, listener).of(clip, size));
      }
    }
    return new Evaluation(scores);
  }

  /** Rows of the UNet that frames take at one size. */
  private long rows(int frames) {
    EvaluationOptions.Steps steps = options.steps();
    int branches = new Guidance(model, steps.guidance()).branches() + (steps.unguided() ? 1 : 0);
    long edits = (long) options.styles().size() * branches * steps.edit();
    return frames * (2L * steps.count() + edits);
  }

  private void hear(int rows) {
    done += rows;
    listener.progress(done, total, current);
  }
}

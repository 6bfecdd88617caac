package dev.frameloom.clip;

import dev.frameloom.image.Picture;
import dev.frameloom.metric.RunningMean;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How an edited video fits its prompt, and itself, by CLIP; frame by frame, each embedded once, in
 * memory that does not grow. The figures depend on the model: compare those of one model only.
 * Published ones are mostly of ViT-B/32 or L/14, and rarely say.
 *
 * <p>For one thread; leaves the model open.
 */
public final class ClipScores {

  private final ClipModel model;
  private final Optional<ClipEmbedding> target;
  private final Optional<ClipEmbedding> source;
  private final RunningMean similarity = new RunningMean();
  private final RunningMean consistency = new RunningMean();
  private final RunningMean accuracy = new RunningMean();
  private Optional<ClipEmbedding> last = Optional.empty();

  /**
   * What is known of a frame.
   *
   * @param toTarget cosine of frame and target prompt, where there is one
   * @param toSource cosine of frame and source prompt, where there is one
   * @param toPrevious cosine of the frame and the one before it; empty for a first one
   */
  public record Frame(
      OptionalDouble toTarget, OptionalDouble toSource, OptionalDouble toPrevious) {}

  /** Scores of no frame yet. */
  public ClipScores(ClipModel model, ClipPrompts prompts) {
    this.model = model;
    target = prompts.target().map(model::embed);
    source = prompts.source().map(model::embed);
  }

  /** Takes the next edited frame, of any size. */
  public Frame add(Picture edited) {
    ClipEmbedding frame = model.embed(edited);
    Frame scores = new Frame(cosine(target, frame), cosine(source, frame), cosine(last, frame));
    scores.toTarget().ifPresent(similarity::add);
    scores.toPrevious().ifPresent(consistency::add);
    if (scores.toTarget().isPresent() && scores.toSource().isPresent()) {
      accuracy.add(scores.toTarget().getAsDouble() > scores.toSource().getAsDouble() ? 1 : 0);
    }
    last = Optional.of(frame);
    return scores;
  }

  private static OptionalDouble cosine(Optional<ClipEmbedding> other, ClipEmbedding frame) {
    return other.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(frame.cosine(other.get()));
  }

  /** Forgets the previous frame: the next one belongs to another scene. */
  public void cut() {
    last = Optional.empty();
  }

  /** The mean cosine of frames and target prompt; empty without frames or target. */
  public OptionalDouble clipScore() {
    return similarity.value();
  }

  /** Tem-Con: the mean cosine of neighbouring frames; empty where there are none. */
  public OptionalDouble temCon() {
    return consistency.value();
  }

  /**
   * Fram-Acc: the share of frames that are nearer to the target prompt than to the source prompt;
   * empty without frames or without one of both prompts. A frame as near to both does not count.
   */
  public OptionalDouble framAcc() {
    return accuracy.value();
  }
}

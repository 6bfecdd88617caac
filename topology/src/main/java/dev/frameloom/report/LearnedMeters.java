package dev.frameloom.report;

import dev.frameloom.clip.ClipModel;
import dev.frameloom.clip.ClipPrompts;
import dev.frameloom.clip.ClipScores;
import dev.frameloom.lpips.Lpips;
import dev.frameloom.metric.FrameMeter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figures that need the weights of networks: those of CLIP and LPIPS. For one thread. */
public final class LearnedMeters implements AutoCloseable {

  /**
   * Which networks.
   *
   * @param clip folder of a CLIP model; empty leaves its figures out
   * @param prompts what CLIP compares frames with: without a target there is no CLIP score, without
   *     both no Fram-Acc
   * @param lpips folder of LPIPS; empty leaves it out
   * @param device where they are computed
   */
  public record Choice(
      Optional<Path> clip, ClipPrompts prompts, Optional<Path> lpips, String device) {

    /** None of them. */
    public static final Choice NONE =
        new Choice(Optional.empty(), ClipPrompts.NONE, Optional.empty(), "cpu");
  }

  private final ClipPrompts prompts;
  private final Deque<Runnable> models = new ArrayDeque<>();
  private Optional<ClipScores> clip = Optional.empty();
  private Optional<FrameMeter> lpips = Optional.empty();

  /**
   * Loads them.
   *
   * @throws dev.frameloom.weights.ModelLoadException where a folder holds another thing
   */
  public static LearnedMeters open(Choice choice) {
    LearnedMeters meters = new LearnedMeters(choice.prompts());
    try {
      choice.clip().ifPresent(folder -> meters.load(ClipModel.open(folder, choice.device())));
      choice.lpips().ifPresent(folder -> meters.load(Lpips.open(folder, choice.device())));
      return meters;
    } catch (RuntimeException e) {
      meters.close();
      throw e;
    }
  }

  private LearnedMeters(ClipPrompts prompts) {
    this.prompts = prompts;
  }

  private void load(ClipModel model) {
    models.push(model::close);
    clip = Optional.of(new ClipScores(model, prompts));
  }

  private void load(Lpips model) {
    models.push(model::close);
    lpips = Optional.of(model.meter());
  }

  void add(FramePair pair) {
    clip.ifPresent(it -> it.add(pair.edited()));
    lpips.ifPresent(it -> it.add(pair.source(), pair.edited()));
  }

  void cut() {
    clip.ifPresent(ClipScores::cut);
  }

  /** Those that were asked for; without a value where there was too little to measure. */
  Map<Figure, OptionalDouble> figures() {
    Map<Figure, OptionalDouble> figures = new EnumMap<>(Figure.class);
    lpips.ifPresent(it -> figures.put(Figure.LPIPS, it.mean()));
    clip.ifPresent(
        it -> {
          if (prompts.target().isPresent()) {
            figures.put(Figure.CLIP_SCORE, it.clipScore());
          }
          figures.put(Figure.TEM_CON, it.temCon());
          if (prompts.target().isPresent() && prompts.source().isPresent()) {
            figures.put(Figure.FRAM_ACC, it.framAcc());
          }
        });
    return figures;
  }

  @Override
  public void close() {
    while (!models.isEmpty()) {
      models.pop().run();
    }
  }
}

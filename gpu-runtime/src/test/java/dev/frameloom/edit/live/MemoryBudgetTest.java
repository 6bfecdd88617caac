package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.StageClock;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryBudgetException;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.model.UntrainedModel;
import dev.frameloom.vae.Tiling;
import dev.frameloom.weights.PatchedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows within a budget of memory. */
class MemoryBudgetTest {

  /** Decibels. Last bits of latents move few bytes, by one level: 48 dB if all moved, here none. */
  private static final double ALIKE = 60;

  @TempDir static Path models;

  @BeforeAll
  static void write() throws IOException {
    UntrainedModel.write(models.resolve("tiny"), 1);
    UntrainedModel.write(models.resolve("damaged"), 1);
    Path text = models.resolve("damaged/text_encoder/model.safetensors");
    PatchedWeights.fill(text, "text_model.final_layer_norm.weight", 3e38f);
  }

  @Test
  void a_tight_budget_cuts_the_window_and_moves_no_more_than_last_bits() {
    WindowEdit window = window("tiny");
    MemoryBudget tight = new MemoryBudget(least());

    List<Picture> whole = edit(window, MemoryBudget.UNBOUNDED);
    List<Picture> cut = edit(window, tight);

    assertThat(plan(MemoryBudget.UNBOUNDED).batch()).isEqualTo(4);
    assertThat(plan(MemoryBudget.UNBOUNDED).tiling()).isEqualTo(Tiling.WHOLE);
    assertThat(plan(tight).batch()).isEqualTo(1);
    assertThat(plan(tight).bytes()).isLessThan(plan(MemoryBudget.UNBOUNDED).bytes());
    requireAlike(cut, whole);
  }

  /** Given and not planned: the untrained model's autoencoder always needs less than its UNet. */
  @Test
  void bands_of_the_autoencoder_move_no_more_than_last_bits() {
    try (DiffusionModel model = DiffusionModel.load(models.resolve("tiny"), "cpu")) {
      List<Picture> whole = keyframes(model, new MemoryPlan(4, Tiling.WHOLE, 1));
      List<Picture> banded = keyframes(model, new MemoryPlan(1, new Tiling(2), 1));
      requireAlike(banded, whole);
    }
  }

  private static List<Picture> keyframes(DiffusionModel model, MemoryPlan plan) {
    List<Integer> interior = List.of(1, 2, 3, 4, 5);
    return List.copyOf(
        KeyframeEdits.make(model, window("tiny"), interior, plan, new StageClock())
            .pictures()
            .values());
  }

  private static void requireAlike(List<Picture> found, List<Picture> expected) {
    assertThat(found).hasSize(7);
    for (int i = 0; i < found.size(); i++) {
      assertThat(Psnr.between(found.get(i), expected.get(i))).isGreaterThan(ALIKE);
    }
  }

  @Test
  void equal_budgets_give_equal_bytes_and_ample_ones_those_without_a_budget() {
    WindowEdit window = window("tiny");
    MemoryBudget tight = new MemoryBudget(least());

    assertThat(edit(window, tight)).isEqualTo(edit(window, tight));
    MemoryBudget ample = new MemoryBudget(plan(MemoryBudget.UNBOUNDED).bytes());
    assertThat(edit(window, ample)).isEqualTo(edit(window, MemoryBudget.UNBOUNDED));
  }

  @Test
  void what_does_not_fit_fails_with_the_least_needed_before_anything_is_computed() {
    // the first that the damaged model computes, its text, overflows
    assertThatThrownBy(() -> edit(window("damaged"), MemoryBudget.UNBOUNDED))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("not finite");

    long least = least();
    assertThatThrownBy(() -> edit(window("damaged"), new MemoryBudget(least - 1)))
        .isInstanceOf(EditException.class)
        .hasCauseInstanceOf(MemoryBudgetException.class)
        .hasMessageStartingWith(
            "model 'damaged' needs at least %,d MB for 128x128"
                .formatted(-Math.floorDiv(-least, 1_000_000L)));
  }

  @Test
  void a_budget_of_nothing_is_refused() {
    assertThatThrownBy(() -> new MemoryBudget(0)).hasMessageContaining("found 0");
  }

  /** The smallest budget that the window fits in. */
  private static long least() {
    try (DiffusionModel model = DiffusionModel.load(models.resolve("tiny"), "cpu")) {
      long low = 0;
      long high = WindowPlan.of(model, window("tiny"), MemoryBudget.UNBOUNDED).bytes();
      while (high - low > 1) {
        long middle = (low + high) / 2;
        try {
          high = WindowPlan.of(model, window("tiny"), new MemoryBudget(middle)).bytes();
        } catch (MemoryBudgetException e) {
          low = middle;
        }
      }
      return high;
    }
  }

  private static MemoryPlan plan(MemoryBudget budget) {
    try (DiffusionModel model = DiffusionModel.load(models.resolve("tiny"), "cpu")) {
      return WindowPlan.of(model, window("tiny"), budget);
    }
  }

  private static List<Picture> edit(WindowEdit window, MemoryBudget budget) {
    try (EditRuntime runtime = new EditRuntime(models::resolve, "cpu", budget)) {
      return runtime.edit(window).pictures().stream().map(EditedPicture::picture).toList();
    }
  }

  /** Seven frames, all of them keyframes, five inside; their sides are padded to 128. */
  private static WindowEdit window(String model) {
    List<SourceFrame> frames =
        IntStream.range(0, 7)
            .mapToObj(t -> new SourceFrame(t, TestPictures.waves(126, 121, t, 0.5 * t)))
            .toList();
    List<Integer> keyframes = IntStream.range(0, 7).boxed().toList();
    EditParameters parameters = new EditParameters("live", model, "ink", "", 1, 4, 0.5, 4);
    return new WindowEdit(parameters, frames.get(0), frames, keyframes, 0);
  }
}

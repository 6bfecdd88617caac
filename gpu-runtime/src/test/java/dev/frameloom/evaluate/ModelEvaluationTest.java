package dev.frameloom.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Noise;
import dev.frameloom.evaluate.EvaluationOptions.Prompts;
import dev.frameloom.evaluate.EvaluationOptions.Steps;
import dev.frameloom.image.TestPictures;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.UntrainedModel;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.style.Style;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelEvaluationTest {

  private static final List<Style> STYLES = List.of(Style.INK, Style.MOSAIC, Style.SNOW);

  @TempDir static Path folder;

  private static DiffusionModel model;

  private static final Clip CLIP =
      new Clip(
          "waves",
          List.of(
              new Clip.Frame(3, TestPictures.waves(90, 70, 0, 0)),
              new Clip.Frame(9, TestPictures.waves(90, 70, 4, 2))));

  @BeforeAll
  static void open() throws IOException {
    UntrainedModel.write(folder.resolve("tiny"), 1);
    model = DiffusionModel.load(folder.resolve("tiny"), "cpu");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static EvaluationOptions options(int rows, Steps steps, Integer... sizes) {
    return new EvaluationOptions(List.of(sizes), STYLES, Prompts.of("waves"), steps, rows);
  }

  private static final class Witness implements EvaluationListener {
    private final List<EditedFrame> edited = new ArrayList<>();
    private long done;
    private long total;

    @Override
    public void progress(long nowDone, long nowTotal, String what) {
      assertThat(nowDone).isBetween(done, nowTotal);
      done = nowDone;
      total = nowTotal;
    }

    @Override
    public void edited(EditedFrame frame) {
      edited.add(frame);
    }
  }

  @Test
  void every_frame_is_measured_at_every_size_in_every_style_and_the_same_each_time() {
    EvaluationOptions options = options(5, new Steps(2, 2, 1, true), 64, 32);
    Witness witness = new Witness();

    Evaluation evaluation = new ModelEvaluation(model, options, witness).run(List.of(CLIP));

    assertThat(evaluation.clips()).extracting(ClipScores::size).containsExactly(64, 32);
    for (ClipScores clip : evaluation.clips()) {
      assertThat(clip.frames()).extracting(FrameScores::index).containsExactly(3L, 9L);
      for (FrameScores frame : clip.frames()) {
        assertThat(frame.edits()).extracting(EditScore::wanted).isEqualTo(STYLES);
        assertThat(frame.unguided()).extracting(EditScore::wanted).isEqualTo(STYLES);
        assertThat(frame.vaePsnr()).isBetween(10.0, 60.0);
        assertThat(frame.vaeMeanShift()).isBetween(0.0, 60.0);
        assertThat(frame.inversionPsnr()).isBetween(5.0, 60.0);
      }
    }
    // 2 sizes, 2 frames: 2 steps there and back, 3 styles of 2 steps with 2 rows and with 1
    assertThat(witness.total).isEqualTo(4 * (4 + 3 * 2 * 3));
    assertThat(witness.done).isEqualTo(witness.total);
    assertThat(witness.edited).hasSize(12);
    assertThat(witness.edited.get(0).edited().width()).isEqualTo(64);
    assertThat(new ModelEvaluation(model, options, EvaluationListener.NONE).run(List.of(CLIP)))
        .isEqualTo(evaluation);
  }

  @Test
  void how_many_rows_share_a_call_changes_the_last_bits_only() {
    Steps steps = new Steps(2, 3, 1, false);
    Evaluation one = run(options(1, steps, 32));
    Evaluation many = run(options(16, steps, 32));

    EditMeans expected = one.editMeans();
    EditMeans found = many.editMeans();
    assertThat(found.psnrToStyle()).isCloseTo(expected.psnrToStyle(), within(0.01));
    assertThat(found.edgeCorrelation()).isCloseTo(expected.edgeCorrelation(), within(0.001));
    assertThat(found.adherenceUnguided()).isNaN();
  }

  @Test
  void less_strength_edits_in_fewer_steps_and_inverts_as_far_as_ever() {
    Witness witness = new Witness();
    EvaluationOptions options = options(8, new Steps(4, 2, 0.25, false), 32);
    Evaluation little = new ModelEvaluation(model, options, witness).run(List.of(CLIP));
    Evaluation whole = run(options(8, new Steps(4, 2, 1, false), 32));

    // 2 frames: 4 steps there and back, 3 styles of 1 step with 2 rows
    assertThat(witness.done).isEqualTo(witness.total).isEqualTo(2 * (8 + 3 * 2));
    assertThat(little.frameMeans()).isEqualTo(whole.frameMeans());
    assertThat(little.editMeans().psnrToStyle()).isNotEqualTo(whole.editMeans().psnrToStyle());
  }

  @Test
  void an_inversion_in_two_parts_is_that_in_one_and_its_rows_do_not_mix() {
    try (NDManager scope = model.newScope()) {
      List<Integer> rows = new ArrayList<>();
      DdimWalk walk = new DdimWalk(model, 4, rows::add);
      NDArray latents = Noise.normal(scope, 1, "latents", 0, 2, model.latentChannels(), 4, 4);
      Guidance alone = new Guidance(model, 1);
      NDArray text = alone.embed(scope, "", List.of("a photo", "ink"));
      NDArray whole = walk.invert(scope, latents, text, 0, 4);
      NDArray half = walk.invert(scope, latents, text, 0, 3);

      NDArray parts = walk.invert(scope, half, text, 3, 4);
      assertThat(parts.toFloatArray()).containsExactly(whole.toFloatArray());
      assertThat(walk.invert(scope, half, text, 4, 4).toFloatArray())
          .containsExactly(half.toFloatArray());
      assertThat(rows).hasSize(8).containsOnly(2);

      NDArray second = row(latents, 1);
      NDArray ink = alone.embed(scope, "", List.of("ink"));
      NDArray lone = walk.invert(scope, second, ink, 0, 4);
      GoldenTensors.assertClose("row", lone.toFloatArray(), row(whole, 1).toFloatArray(), 1e-5);
    }
  }

  @Test
  void rows_of_a_guided_batch_have_prompts_of_their_own() {
    try (NDManager scope = model.newScope()) {
      DdimWalk walk = new DdimWalk(model, 2, rows -> {});
      NDArray latents = Noise.normal(scope, 2, "latents", 0, 2, model.latentChannels(), 4, 4);
      Guidance guidance = new Guidance(model, 5);
      NDArray both = guidance.embed(scope, "blurred", List.of("ink", "snow"));
      NDArray snow = guidance.embed(scope, "blurred", List.of("snow"));

      NDArray together = walk.denoise(scope, latents, guidance, both, 2);
      NDArray alone = walk.denoise(scope, row(latents, 1), guidance, snow, 2);
      GoldenTensors.assertClose("row", alone.toFloatArray(), row(together, 1).toFloatArray(), 1e-5);
    }
  }

  @Test
  void a_size_that_is_no_multiple_of_a_latents_pixels_is_refused() {
    EvaluationOptions odd =
        new EvaluationOptions(List.of(60), STYLES, Prompts.of(""), new Steps(1, 2, 1, false), 1);

    assertThatThrownBy(() -> new ModelEvaluation(model, odd, EvaluationListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sizes: expected multiples of 8, found 60");
  }

  private static Evaluation run(EvaluationOptions options) {
    return new ModelEvaluation(model, options, EvaluationListener.NONE).run(List.of(CLIP));
  }

  /** (n, C, h, w) -> (1, C, h, w). */
  private static NDArray row(NDArray latents, int index) {
    return latents.get(index + ":" + (index + 1));
  }
}

package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.frameloom.edit.ClipSize;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.FrameOrigin;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.TrajectoryLimits;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFlowMethodTest {

  private static final Path MODEL = GoldenTensors.folder().resolve("sd1");
  private static final Path CONTROL = GoldenTensors.folder().resolve("control/sd1-canny");

  @TempDir static Path folder;

  private static EditRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = runtime(TrajectoryLimits.defaults(), MemoryBudget.UNBOUNDED);
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tokenflow, variant, pnp",
    "tokenflow, variant, sdedit",
    "tokenflow, compat, official",
    "tokenflow, compat, paper",
    "tokenflow, keyframes, fixed",
    "extended-attention, variant, pnp",
    "per-frame, variant, pnp"
  })
  void the_same_window_has_the_same_bytes_whatever_was_edited_before_and_wherever_things_are_kept(
      String method, String option, String value) {
    WindowEdit window = window(parameters(method, option, value), 1, 7, 3, 1);

    List<Picture> pictures = pictures(runtime.edit(window));

    assertThat(pictures).hasSize(6);
    runtime.edit(window(parameters(method, option, value), 4, 9, 2, 0));
    assertThat(pictures(runtime.edit(window))).isEqualTo(pictures);
    try (EditRuntime fresh = runtime(TrajectoryLimits.defaults(), MemoryBudget.UNBOUNDED)) {
      assertThat(pictures(fresh.edit(window))).isEqualTo(pictures);
    }
    // everything in the file, and hardly anything kept from edit to edit
    try (EditRuntime spilling =
        runtime(new TrajectoryLimits(0, 10L << 16, folder), MemoryBudget.UNBOUNDED)) {
      assertThat(pictures(spilling.edit(window))).isEqualTo(pictures);
      assertThat(pictures(spilling.edit(window))).isEqualTo(pictures);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokenflow", "extended-attention"})
  void a_boundary_that_two_windows_share_has_the_same_bytes_in_both(String method) {
    EditParameters parameters = parameters(method);

    List<EditedPicture> earlier = runtime.edit(window(parameters, 0, 4, 2, 0)).pictures();
    List<EditedPicture> later = runtime.edit(window(parameters, 4, 10, 3, 0)).pictures();

    assertThat(earlier.get(4).sequence()).isEqualTo(later.get(0).sequence());
    assertThat(later.get(0).picture()).isEqualTo(earlier.get(4).picture());
  }

  @Test
  void everything_that_is_asked_for_shows() {
    Picture picture = middle(parameters("tokenflow"));
    Map<String, String> others = new HashMap<>();
    others.put("variant", "sdedit");
    others.put("compat", "official");
    others.put("source-prompt", "a cat");
    others.put("inversion-steps", "8");
    others.put("pnp-features", "0");
    others.put("pnp-attention", "0");
    others.put("noise", "shared");
    others.put("sampler", "lcm");
    others.put("keyframes", "fixed");
    others.put("control", CONTROL.toString());

    others.forEach(
        (name, value) ->
            assertThat(middle(parameters("tokenflow", name, value)))
                .as("%s=%s", name, value)
                .isNotEqualTo(picture));
    assertThat(middle(edit("tokenflow", "a stone", 1, 4, 1, 5, Map.of()))).isNotEqualTo(picture);
    assertThat(middle(edit("tokenflow", "ink", 2, 4, 1, 5, Map.of()))).isNotEqualTo(picture);
    assertThat(middle(edit("tokenflow", "ink", 1, 4, 0.5, 5, Map.of()))).isNotEqualTo(picture);
    assertThat(middle(edit("tokenflow", "ink", 1, 4, 1, 1, Map.of()))).isNotEqualTo(picture);
    assertThat(middle(parameters("extended-attention"))).isNotEqualTo(picture);
    assertThat(middle(parameters("per-frame"))).isNotEqualTo(picture);
    assertThat(middle(parameters("tokenflow", "control-scale", "0"))).isEqualTo(picture);
  }

  @Test
  void a_controlnet_that_does_not_steer_changes_nothing() {
    Map<String, String> options = Map.of("control", CONTROL.toString(), "control-scale", "0");

    Picture steered = middle(edit("tokenflow", "ink", 1, 4, 1, 5, options));

    assertThat(Psnr.between(steered, middle(parameters("tokenflow")))).isGreaterThan(50);
  }

  @Test
  void the_result_says_how_it_came_to_be() {
    EditedWindow edited = runtime.edit(window(parameters("tokenflow"), 0, 6, 3, 0));

    assertThat(edited.pictures())
        .extracting(EditedPicture::origin)
        .containsExactly(
            FrameOrigin.KEYFRAME,
            FrameOrigin.PROPAGATED,
            FrameOrigin.PROPAGATED,
            FrameOrigin.KEYFRAME,
            FrameOrigin.PROPAGATED,
            FrameOrigin.PROPAGATED,
            FrameOrigin.KEYFRAME);
    assertThat(edited.stepsRun()).isEqualTo(4);
    assertThat(edited.measures().warpError()).isPresent();
    assertThat(edited.stageNanos())
        .containsOnlyKeys(
            EditStage.ENCODE_LATENT, EditStage.DENOISE, EditStage.DECODE_LATENT, EditStage.MEASURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "official", "paper"})
  void a_window_that_is_no_multiple_of_the_interval_loses_no_frame(String compat) {
    for (int last : new int[] {0, 1, 4, 5}) {
      EditParameters parameters = parameters("tokenflow", "compat", compat);

      assertThat(runtime.edit(window(parameters, 3, 3 + last, 3, 0)).pictures())
          .extracting(EditedPicture::sequence)
          .isEqualTo(IntStream.rangeClosed(3, 3 + last).mapToObj(i -> (long) i).toList());
    }
  }

  @Test
  void as_it_was_published_a_window_is_edited_in_batches_of_the_interval() {
    EditParameters parameters = parameters("tokenflow", "compat", "official");

    assertThat(keyframes(window(parameters, 0, 6, 3, 0))).containsExactly(1L, 4L, 6L);
    assertThat(keyframes(window(parameters, 0, 5, 8, 1))).containsExactly(3L);
  }

  private static List<Long> keyframes(WindowEdit window) {
    return runtime.edit(window).pictures().stream()
        .filter(it -> it.origin() == FrameOrigin.KEYFRAME)
        .map(EditedPicture::sequence)
        .toList();
  }

  @Test
  void at_strength_0_the_source_comes_back() {
    EditedWindow edited =
        runtime.edit(window(edit("tokenflow", "ink", 1, 4, 0, 5, Map.of()), 0, 2, 2, 0));

    assertThat(pictures(edited)).isEqualTo(List.of(picture(0), picture(1), picture(2)));
  }

  @Test
  void pictures_of_any_size_are_edited() {
    List<SourceFrame> frames =
        IntStream.range(0, 3)
            .mapToObj(i -> new SourceFrame(i, TestPictures.waves(50, 39, i, 0)))
            .toList();
    EditedWindow edited =
        runtime.edit(
            new WindowEdit(parameters("tokenflow"), frames.get(0), frames, List.of(0, 2), 0));

    assertThat(edited.pictures())
        .allMatch(it -> it.picture().width() == 50 && it.picture().height() == 39);
  }

  @ParameterizedTest
  @CsvSource({
    "compat, theirs, stream or official or paper",
    "variant, pnpp, pnp or sdedit",
    "inversion-steps, many, whole number",
    "inversion-steps, 2, at least the 4 steps",
    "pnp-features, 1.5, a number of 0",
    "interval, 3, 'there are: compat, control'",
    "control, /nowhere, /nowhere/config.json"
  })
  void options_that_do_not_fit_are_refused_by_name(String name, String value, String message) {
    assertThatThrownBy(() -> middle(parameters("tokenflow", name, value)))
        .isInstanceOf(EditException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage().toLowerCase(Locale.ROOT)).contains(name));
    assertThat(middle(parameters("tokenflow"))).isNotNull(); // and the next window is edited
  }

  @Test
  void what_an_edit_needs_is_loaded_ahead_of_it_and_lost_words_are_told() {
    String words = "a photo of the cat in the style of a sketch ".repeat(20);

    assertThat(runtime.prepare(parameters("tokenflow", "source-prompt", words)))
        .singleElement()
        .asString()
        .contains("source prompt");
    assertThatThrownBy(() -> runtime.prepare(parameters("tokenflow", "control", "/nowhere")))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("/nowhere/config.json");
    assertThatThrownBy(() -> runtime.prepare(parameters("live", "variant", "pnp")))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("no option variant");
  }

  @Test
  void a_window_whose_inverted_frames_have_no_room_is_refused_with_what_to_do() {
    try (EditRuntime small =
        runtime(new TrajectoryLimits(10_000, 0, folder), MemoryBudget.UNBOUNDED)) {
      assertThatThrownBy(() -> small.edit(window(parameters("tokenflow"), 0, 4, 2, 0)))
          .isInstanceOf(EditException.class)
          .hasMessageContainingAll("5 inverted frames", "editing.latent-disk-bytes");
    }
  }

  @Test
  void within_a_budget_a_window_is_cut_into_smaller_calls_and_looks_the_same() {
    WindowEdit window = window(parameters("tokenflow"), 0, 8, 4, 0);
    List<Picture> whole = pictures(runtime.edit(window));
    long smallest = smallest(window);
    try (EditRuntime tight = runtime(TrajectoryLimits.defaults(), new MemoryBudget(smallest))) {
      List<Picture> cut = pictures(tight.edit(window));
      for (int i = 0; i < whole.size(); i++) {
        assertThat(Psnr.between(cut.get(i), whole.get(i))).isGreaterThan(35);
      }
    }
  }

  @Test
  void a_clip_that_memory_has_no_room_for_as_one_window_is_refused_with_what_it_needs() {
    EditParameters official = parameters("tokenflow", "compat", "official");
    ClipSize clip = new ClipSize(64, 64, 1000, 8);
    long little = smallest(window(official, 0, 8, 4, 0));
    long enough;
    try (EditRuntime tight = runtime(TrajectoryLimits.defaults(), new MemoryBudget(little))) {
      tight.requireRoom(parameters("tokenflow"), clip); // a stream's windows are short
      Throwable refusal = catchThrowable(() -> tight.requireRoom(official, clip));
      assertThat(refusal).isInstanceOf(EditException.class);
      assertThat(refusal)
          .hasMessageContainingAll("64x64", "125 keyframes", "fewer keyframes")
          .hasMessageMatching(".* needs at least [0-9,]+ MB .* budget [0-9,]+ MB.*");
      String needed = refusal.getMessage().replaceAll(".*needs at least ([0-9,]+) MB.*", "$1");
      enough = Long.parseLong(needed.replace(",", "")) * 1_000_000;
    }
    try (EditRuntime roomy = runtime(TrajectoryLimits.defaults(), new MemoryBudget(enough))) {
      roomy.requireRoom(official, clip);
    }
  }

  /** The least budget, as the refusal says it. */
  private static long smallest(WindowEdit window) {
    try (EditRuntime none = runtime(TrajectoryLimits.defaults(), new MemoryBudget(1))) {
      none.edit(window);
      throw new AssertionError("a byte was enough");
    } catch (EditException e) {
      String megabytes = e.getMessage().replaceAll("(?s).*at least ([0-9,]+) MB.*", "$1");
      return Long.parseLong(megabytes.replace(",", "")) * 1_000_000;
    }
  }

  @Test
  void an_edit_of_the_same_footage_finds_what_was_found_in_it_and_has_the_bytes_of_a_first_one()
      throws Exception {
    Path spill = Files.createDirectory(folder.resolve("again"));
    EditParameters other = edit("tokenflow", "a stone", 1, 4, 1, 5, Map.of());
    WindowEdit first = window(parameters("tokenflow"), 0, 6, 3, 0);
    WindowEdit second = window(other, 0, 6, 3, 0);
    try (EditRuntime keeping =
        runtime(new TrajectoryLimits(0, 64L << 20, spill), MemoryBudget.UNBOUNDED)) {
      keeping.edit(first);
      assertThat(pictures(keeping.edit(second))).isEqualTo(pictures(runtime.edit(second)));
      assertThat(pictures(keeping.edit(first))).isEqualTo(pictures(runtime.edit(first)));
    }
  }

  private static EditRuntime runtime(TrajectoryLimits limits, MemoryBudget budget) {
    return new EditRuntime(Path::of, "cpu", budget, limits);
  }

  private static Picture middle(EditParameters parameters) {
    return runtime.edit(window(parameters, 0, 4, 2, 0)).pictures().get(1).picture();
  }

  private static EditParameters parameters(String method) {
    return edit(method, "ink", 1, 4, 1, 5, Map.of());
  }

  private static EditParameters parameters(String method, String option, String value) {
    return edit(method, "ink", 1, 4, 1, 5, Map.of(option, value));
  }

  private static EditParameters edit(
      String method,
      String prompt,
      long seed,
      int steps,
      double strength,
      double guidance,
      Map<String, String> options) {
    return new EditParameters(
        method, MODEL.toString(), prompt, "blurred", seed, steps, strength, guidance, options);
  }

  private static List<Picture> pictures(EditedWindow edited) {
    return edited.pictures().stream().map(EditedPicture::picture).toList();
  }

  /** Frames first to last, a keyframe at every interval and at both ends; the anchor is frame 0. */
  private static WindowEdit window(
      EditParameters parameters, int first, int last, int interval, int publishFrom) {
    List<SourceFrame> frames =
        IntStream.rangeClosed(first, last).mapToObj(i -> new SourceFrame(i, picture(i))).toList();
    List<Integer> keyframes =
        IntStream.range(0, frames.size())
            .filter(i -> i % interval == 0 || i == frames.size() - 1)
            .boxed()
            .toList();
    return new WindowEdit(
        parameters, new SourceFrame(0, picture(0)), frames, keyframes, publishFrom);
  }

  /** Waves that drift under a square that moves the other way. */
  private static Picture picture(int t) {
    Picture ground = TestPictures.waves(64, 64, t, 0.5 * t);
    return TestPictures.withSquare(ground, 40 - t, 20, 16, 220, 60, 30);
  }
}

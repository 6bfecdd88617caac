package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.FrameOrigin;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import dev.frameloom.metric.WarpError;
import dev.frameloom.model.UntrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveMethodTest {

  @TempDir static Path models;

  private static EditRuntime runtime;

  @BeforeAll
  static void open() throws IOException {
    UntrainedModel.write(models.resolve("tiny"), 1);
    runtime = newRuntime();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Test
  void theSameWindowGivesTheSameBytesAlsoOnAFreshRuntime() {
    WindowEdit window = window(live(1, 1), 0, 6, 3);

    List<Picture> pictures = pictures(runtime.edit(window));

    assertThat(runtime.edit(window(live(5, 3), 2, 4, 2)).pictures()).hasSize(3);
    assertThat(pictures(runtime.edit(window))).isEqualTo(pictures);
    try (EditRuntime fresh = newRuntime()) {
      assertThat(pictures(fresh.edit(window))).isEqualTo(pictures);
    }
  }

  @Test
  void everyFrameSaysHowItCameToBe() {
    EditedWindow edited = runtime.edit(window(live(1, 1), 0, 6, 3));

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
    assertThat(edited.stepsRun()).isEqualTo(2);
    assertThat(edited.model().trained()).isFalse();
    assertThat(edited.stageNanos()).containsOnlyKeys(EditStage.values());
  }

  @Test
  void anotherSeedPromptStrengthOrGuidanceGivesAnotherPicture() {
    Picture picture = first(live(1, 1));

    assertThat(first(live(2, 1))).isNotEqualTo(picture);
    assertThat(first(live(1, 4))).isNotEqualTo(picture);
    assertThat(first(new EditParameters("live", "tiny", "a stone", "", 1, 4, 0.5, 1)))
        .isNotEqualTo(picture);
    assertThat(first(new EditParameters("live", "tiny", "ink", "", 1, 4, 1, 1)))
        .isNotEqualTo(picture);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 4})
  void theSharedBoundaryHasTheSameBytesInBothWindows(double guidance) {
    EditParameters parameters = live(1, guidance);

    // 0 … 4 with keyframe 2 inside, then 4 … 10 with keyframes 6 and 8 inside
    List<EditedPicture> earlier = runtime.edit(window(parameters, 0, 4, 2)).pictures();
    List<EditedPicture> later = runtime.edit(window(parameters, 4, 10, 2)).pictures();

    assertThat(earlier.get(4).sequence()).isEqualTo(later.get(0).sequence());
    assertThat(later.get(0).picture()).isEqualTo(earlier.get(4).picture());
  }

  @Test
  void aWindowOfOneFrameIsItsBoundary() {
    EditParameters parameters = live(1, 1);

    List<EditedPicture> alone = runtime.edit(window(parameters, 4, 4, 1)).pictures();

    assertThat(alone).hasSize(1);
    assertThat(alone.get(0).picture())
        .isEqualTo(runtime.edit(window(parameters, 0, 4, 2)).pictures().get(4).picture());
  }

  @Test
  void onlyWantedFramesAreGiven() {
    WindowEdit window = window(live(1, 1), 0, 4, 2);
    WindowEdit later =
        new WindowEdit(
            window.parameters(), window.anchor(), window.frames(), window.keyframes(), 1);

    List<EditedPicture> wanted = runtime.edit(later).pictures();

    assertThat(wanted).isEqualTo(runtime.edit(window).pictures().subList(1, 5));
  }

  @Test
  void howSteadyItCameOutIsMeasuredOverEveryPairOfNeighbours() {
    WindowEdit whole = window(live(1, 1), 0, 4, 2);
    WindowEdit later =
        new WindowEdit(whole.parameters(), whole.anchor(), whole.frames(), whole.keyframes(), 1);
    EditedWindow edited = runtime.edit(whole);
    double expected;
    try (WarpError meter = new WarpError()) {
      expected = measure(meter, edited.pictures()); // frames are small: none is reduced
    }

    assertThat(edited.measures().warpError()).hasValue(expected);
    // frame 0 is not wanted, but the step from it to frame 1 belongs to this window
    assertThat(runtime.edit(later).measures().warpError()).hasValue(expected);
    assertThat(runtime.edit(window(live(1, 1), 4, 4, 1)).measures().warpError()).isEmpty();
  }

  @Test
  void picturesOfAnySizeKeepTheirSize() {
    List<SourceFrame> frames =
        IntStream.rangeClosed(0, 2)
            .mapToObj(t -> new SourceFrame(t, TestPictures.waves(71, 45, t, 0)))
            .toList();

    List<Picture> pictures =
        pictures(runtime.edit(new WindowEdit(live(1, 1), frames.get(0), frames, List.of(0, 2), 0)));

    assertThat(pictures).hasSize(3);
    assertThat(pictures).allMatch(p -> p.width() == 71 && p.height() == 45);
  }

  @Test
  void anAnchorOfAnotherSizeIsScaled() {
    SourceFrame anchor = new SourceFrame(0, TestPictures.waves(80, 48, 0, 0));
    List<SourceFrame> frames = List.of(frame(7));

    assertThat(runtime.edit(new WindowEdit(live(1, 1), anchor, frames, List.of(0), 0)).pictures())
        .hasSize(1);
  }

  @Test
  void framesOfTwoSizesAreRefused() {
    List<SourceFrame> frames =
        List.of(frame(0), new SourceFrame(1, TestPictures.waves(40, 40, 0, 0)));

    assertThatThrownBy(
            () -> runtime.edit(new WindowEdit(live(1, 1), frame(0), frames, List.of(0, 1), 0)))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("frame 0 is 64x64, frame 1 is 40x40");
  }

  @Test
  void atStrengthZeroTheSourceIsGivenBack() {
    EditParameters parameters = new EditParameters("live", "tiny", "ink", "", 1, 4, 0, 1);

    EditedWindow edited = runtime.edit(window(parameters, 0, 2, 2));

    assertThat(edited.pictures().get(1).picture()).isEqualTo(frame(1).picture());
    assertThat(edited.stepsRun()).isZero();
  }

  @Test
  void aStrengthBelowOneStepRunsOne() {
    EditParameters parameters = new EditParameters("live", "tiny", "ink", "", 1, 4, 0.01, 1);

    assertThat(runtime.edit(window(parameters, 0, 0, 1)).stepsRun()).isEqualTo(1);
  }

  @Test
  void framesOfAWindowMoveFarMoreSteadilyThanFramesEditedOneByOne() {
    double together;
    double apart;
    try (WarpError meter = new WarpError()) {
      together = measure(meter, runtime.edit(window(live(1, 1), 0, 8, 4)).pictures());
    }
    try (WarpError meter = new WarpError()) {
      apart =
          measure(
              meter,
              IntStream.rangeClosed(0, 8)
                  .mapToObj(t -> new EditedPicture(t, alone(t), FrameOrigin.KEYFRAME))
                  .toList());
    }

    assertThat(together).isLessThan(apart / 3);
  }

  @Test
  void whatNoKeyframeSeesComesFromTheFramesOwnEdit() {
    // A square flashes up in the middle frame only.
    Picture ground = frame(0).picture();
    Picture flash = TestPictures.withSquare(ground, 16, 16, 32, 255, 0, 255);
    List<SourceFrame> frames =
        List.of(new SourceFrame(0, ground), new SourceFrame(1, flash), new SourceFrame(2, ground));

    List<EditedPicture> edited =
        runtime
            .edit(new WindowEdit(live(1, 1), frames.get(0), frames, List.of(0, 2), 0))
            .pictures();
    List<EditedPicture> asKeyframe =
        runtime
            .edit(new WindowEdit(live(1, 1), frames.get(0), frames, List.of(0, 1, 2), 0))
            .pictures();

    assertThat(edited)
        .extracting(EditedPicture::origin)
        .containsExactly(FrameOrigin.KEYFRAME, FrameOrigin.OWN_EDIT, FrameOrigin.KEYFRAME);
    Picture own = edited.get(1).picture();
    assertThat(Psnr.between(own, asKeyframe.get(1).picture()))
        .isGreaterThan(Psnr.between(own, edited.get(0).picture()));
  }

  private static double measure(WarpError meter, List<EditedPicture> edited) {
    for (EditedPicture picture : edited) {
      assertThat(meter.add(frame((int) picture.sequence()).picture(), picture.picture()))
          .matches(error -> error.isPresent() == (picture.sequence() > 0));
    }
    return meter.mean().getAsDouble();
  }

  /** A frame edited as a picture of its own: with its own anchor and its own noise. */
  private static Picture alone(int t) {
    WindowEdit window = new WindowEdit(live(t, 1), frame(t), List.of(frame(t)), List.of(0), 0);
    return runtime.edit(window).pictures().get(0).picture();
  }

  private static Picture first(EditParameters parameters) {
    return runtime.edit(window(parameters, 0, 0, 1)).pictures().get(0).picture();
  }

  private static List<Picture> pictures(EditedWindow edited) {
    return edited.pictures().stream().map(EditedPicture::picture).toList();
  }

  private static EditParameters live(long seed, double guidance) {
    return new EditParameters("live", "tiny", "ink", "blurred", seed, 4, 0.5, guidance);
  }

  /** Frames first to last, a keyframe at every interval and at both ends; the anchor is frame 0. */
  private static WindowEdit window(EditParameters parameters, int first, int last, int interval) {
    List<SourceFrame> frames =
        IntStream.rangeClosed(first, last).mapToObj(LiveMethodTest::frame).toList();
    List<Integer> keyframes =
        IntStream.range(0, frames.size())
            .filter(i -> i % interval == 0 || i == frames.size() - 1)
            .boxed()
            .toList();
    return new WindowEdit(parameters, frame(0), frames, keyframes, 0);
  }

  /** Waves that drift under a square that moves the other way. */
  private static SourceFrame frame(int t) {
    Picture ground = TestPictures.waves(64, 64, t, 0.5 * t);
    return new SourceFrame(t, TestPictures.withSquare(ground, 40 - t, 20, 16, 220, 60, 30));
  }

  private static EditRuntime newRuntime() {
    return new EditRuntime(models::resolve, "cpu");
  }
}

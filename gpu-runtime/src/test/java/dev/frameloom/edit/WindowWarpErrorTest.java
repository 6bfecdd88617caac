package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.WarpError;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class WindowWarpErrorTest {

  private static final int FRAMES = 4;

  @Test
  void small_frames_have_the_error_that_the_whole_video_has() {
    IntFunction<Picture> source = t -> TestPictures.waves(96, 64, t, 0);
    IntFunction<Picture> edited = t -> TestPictures.waves(96, 64, 2 * t, t);
    try (WarpError whole = new WarpError()) {
      for (int t = 0; t < FRAMES; t++) {
        whole.add(source.apply(t), edited.apply(t));
      }
      assertThat(measured(source, edited)).isEqualTo(whole.mean());
    }
  }

  @Test
  void large_frames_are_told_apart_by_how_steady_they_are() {
    IntFunction<Picture> source = t -> TestPictures.waves(320, 200, 2 * t, t);
    double steady = measured(source, source).getAsDouble();
    double darker =
        measured(source, t -> TestPictures.plain(320, 200, 80 * (t % 2), 0, 0)).getAsDouble();

    assertThat(measured(source, source)).hasValue(steady);
    assertThat(darker).isGreaterThan(10 * steady);
  }

  @Test
  void where_nothing_can_be_compared_there_is_no_error() {
    try (WindowWarpError meter = new WindowWarpError()) {
      assertThat(meter.of(List.of(), List.of())).isEmpty();
      assertThat(meter.of(sources(0), edits(0))).isEmpty();
      assertThat(meter.of(sources(0, 2, 4), edits(0, 2, 4))).isEmpty();
      assertThat(meter.of(sources(0, 2, 3), edits(0, 2, 3))).isPresent();
      assertThatThrownBy(() -> meter.of(sources(0), edits()))
          .hasMessageContaining("each of 1 frames, found 0");
    }
  }

  private static OptionalDouble measured(IntFunction<Picture> source, IntFunction<Picture> edited) {
    List<SourceFrame> frames = new ArrayList<>();
    List<EditedPicture> edits = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      frames.add(new SourceFrame(t, source.apply(t)));
      edits.add(new EditedPicture(t, edited.apply(t), FrameOrigin.PROPAGATED));
    }
    try (WindowWarpError meter = new WindowWarpError()) {
      return meter.of(frames, edits);
    }
  }

  private static List<SourceFrame> sources(long... sequences) {
    List<SourceFrame> frames = new ArrayList<>();
    for (long sequence : sequences) {
      frames.add(new SourceFrame(sequence, TestPictures.waves(64, 64, 0, 0)));
    }
    return frames;
  }

  private static List<EditedPicture> edits(long... sequences) {
    List<EditedPicture> edits = new ArrayList<>();
    for (long sequence : sequences) {
      edits.add(
          new EditedPicture(sequence, TestPictures.waves(64, 64, 0, 0), FrameOrigin.PROPAGATED));
    }
    return edits;
  }
}

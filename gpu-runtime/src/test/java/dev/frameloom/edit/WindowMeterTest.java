package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.WarpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class WindowMeterTest {

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
    try (WindowMeter meter = new WindowMeter()) {
      assertThat(meter.of(List.of(), List.of())).isEqualTo(WindowMeasures.NONE);
      assertThat(meter.of(sources(0), edits(0)).warpError()).isEmpty();
      assertThat(meter.of(sources(0), edits(0)).detail()).isPresent();
      assertThat(meter.of(sources(0, 2, 4), edits(0, 2, 4)).warpError()).isEmpty();
      assertThat(meter.of(sources(0, 2, 3), edits(0, 2, 3)).warpError()).isPresent();
      assertThatThrownBy(() -> meter.of(sources(0), edits()))
          .hasMessageContaining("each of 1 frames, found 0");
    }
  }

  @Test
  void a_blurred_and_a_blank_window_are_steady_and_show_nothing() {
    IntFunction<Picture> source = t -> TestPictures.waves(320, 200, 2 * t, t);
    IntFunction<Picture> blurred =
        t -> RasterFilters.blur(Raster.of(source.apply(t)), 30).picture();
    WindowMeasures copy = measures(source, source);
    WindowMeasures soft = measures(source, blurred);
    WindowMeasures blank = measures(source, t -> TestPictures.plain(320, 200, 90, 90, 90));

    assertThat(copy.detail().orElseThrow().sobelRatio()).isEqualTo(1);
    assertThat(copy.detail().orElseThrow().edgeCorrelation().orElseThrow()).isGreaterThan(0.999);
    assertThat(soft.warpError().orElseThrow()).isLessThan(copy.warpError().orElseThrow());
    assertThat(soft.detail().orElseThrow().sobelRatio()).isLessThan(0.1);
    assertThat(blank.warpError().orElseThrow()).isLessThan(1e-12);
    assertThat(blank.detail().orElseThrow().edgeCorrelation()).hasValue(0);
    assertThat(blank.detail().orElseThrow().sobelRatio()).isLessThan(0.01);
  }

  @Test
  void the_frame_before_the_wanted_ones_counts_for_the_step_from_it_alone() {
    List<SourceFrame> frames = sources(0, 1);
    WindowEdit window =
        new WindowEdit(
            new EditParameters("live", "", "", "", 0, 1, 1, 1),
            frames.get(0),
            frames,
            List.of(0, 1),
            1);
    Picture blank = TestPictures.plain(64, 64, 0, 0, 0);
    try (WindowMeter meter = new WindowMeter()) {
      WindowMeasures found = meter.of(window, Optional.of(blank), edits(1));
      assertThat(found.warpError().orElseThrow()).isPositive();
      assertThat(found.detail().orElseThrow().sobelRatio()).isEqualTo(1);
    }
  }

  private static OptionalDouble measured(IntFunction<Picture> source, IntFunction<Picture> edited) {
    return measures(source, edited).warpError();
  }

  private static WindowMeasures measures(IntFunction<Picture> source, IntFunction<Picture> edited) {
    List<SourceFrame> frames = new ArrayList<>();
    List<EditedPicture> edits = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      frames.add(new SourceFrame(t, source.apply(t)));
      edits.add(new EditedPicture(t, edited.apply(t), FrameOrigin.PROPAGATED));
    }
    try (WindowMeter meter = new WindowMeter()) {
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

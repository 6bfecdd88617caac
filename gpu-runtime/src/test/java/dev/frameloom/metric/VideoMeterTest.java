package dev.frameloom.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What meters make of videos that have nothing to measure, or too much. */
class VideoMeterTest {

  private static final Picture BLACK = TestPictures.plain(24, 16, 0, 0, 0);
  private static final Picture WHITE = TestPictures.plain(24, 16, 255, 255, 255);

  /** The same vector everywhere, and a count of how often it was asked for. */
  private static final class ConstantFlow implements OpticalFlow {

    private final float dx;
    private int calls;
    private boolean closed;

    ConstantFlow(float dx) {
      this.dx = dx;
    }

    @Override
    public FlowField between(Picture from, Picture to) {
      calls++;
      float[] vectors = new float[from.width() * from.height() * 2];
      for (int i = 0; i < vectors.length; i += 2) {
        vectors[i] = dx;
      }
      return new FlowField(from.width(), from.height(), vectors);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static List<Supplier<VideoMeter>> neighbourMeters(float dx) {
    return List.of(
        () -> new WarpError(new ConstantFlow(dx)), () -> new PixelMse(new ConstantFlow(dx)));
  }

  @Test
  void a_single_frame_has_no_predecessor_but_is_like_its_source() {
    for (Supplier<VideoMeter> kind : neighbourMeters(0)) {
      try (VideoMeter meter = kind.get()) {
        assertThat(meter.mean()).isEmpty();
        assertThat(meter.add(BLACK, WHITE)).isEmpty();
        assertThat(meter.mean()).isEmpty();
        assertThat(meter.count()).isZero();
      }
    }
    assertThat(FrameMeter.psnr().mean()).isEmpty();
    assertThat(FrameMeter.psnr().add(BLACK, WHITE)).hasValue(0);
    assertThat(FrameMeter.ssim().add(WHITE, WHITE)).hasValue(1);
  }

  @Test
  void a_flow_that_is_not_a_number_leaves_nothing_to_compare() {
    for (Supplier<VideoMeter> kind : neighbourMeters(Float.NaN)) {
      assertNothingCompared(kind);
    }
    for (Supplier<VideoMeter> kind : neighbourMeters(Float.POSITIVE_INFINITY)) {
      assertNothingCompared(kind);
    }
  }

  @Test
  void where_all_has_left_the_picture_there_is_nothing_to_compare() {
    for (Supplier<VideoMeter> kind : neighbourMeters(100)) {
      assertNothingCompared(kind);
    }
  }

  private static void assertNothingCompared(Supplier<VideoMeter> kind) {
    try (VideoMeter meter = kind.get()) {
      meter.add(BLACK, BLACK);
      assertThat(meter.add(BLACK, WHITE)).isEmpty();
      assertThat(meter.mean()).isEmpty();
    }
  }

  @Test
  void flows_there_and_not_back_are_occluded_for_the_one_and_count_for_the_other() {
    // both flows point to the right: none of them leads back
    try (WarpError warp = new WarpError(new ConstantFlow(2));
        PixelMse mse = new PixelMse(new ConstantFlow(2))) {
      warp.add(BLACK, BLACK);
      mse.add(BLACK, BLACK);

      assertThat(warp.add(BLACK, WHITE)).isEmpty();
      assertThat(mse.add(BLACK, WHITE)).hasValue(1);
    }
  }

  @Test
  void black_and_saturated_frames_have_the_largest_and_the_least_error() {
    for (Supplier<VideoMeter> kind : neighbourMeters(0)) {
      try (VideoMeter meter = kind.get()) {
        meter.add(BLACK, BLACK);
        assertThat(meter.add(BLACK, WHITE)).hasValue(1);
        assertThat(meter.add(WHITE, WHITE)).hasValue(0);
        assertThat(meter.mean()).hasValue(0.5);
        assertThat(meter.count()).isEqualTo(2);
      }
    }
    assertThat(Ssim.between(BLACK, BLACK)).isEqualTo(1);
    assertThat(Ssim.between(BLACK, WHITE)).isCloseTo(0, within(1e-3));
  }

  @Test
  void meters_that_share_motion_find_it_once_and_leave_it_open() {
    ConstantFlow flow = new ConstantFlow(0);
    try (SourceMotion motion = new SourceMotion(flow)) {
      try (WarpError warp = new WarpError(motion);
          PixelMse mse = new PixelMse(motion)) {
        for (Picture source : List.of(BLACK, WHITE, TestPictures.waves(24, 16, 0, 0))) {
          assertThat(warp.add(source, source)).isEqualTo(mse.add(source, source));
        }
      }
      assertThat(flow.calls).isEqualTo(4);
      assertThat(flow.closed).isFalse();
    }
    assertThat(flow.closed).isTrue();
  }

  @Test
  void frames_of_different_sizes_start_anew_and_edits_of_another_size_are_refused() {
    Picture small = TestPictures.plain(8, 8, 0, 0, 0);
    for (Supplier<VideoMeter> kind : neighbourMeters(0)) {
      try (VideoMeter meter = kind.get()) {
        meter.add(BLACK, BLACK);
        assertThat(meter.add(small, small)).isEmpty();
        assertThat(meter.add(small, small)).hasValue(0);
        assertThatThrownBy(() -> meter.add(BLACK, small)).hasMessageContaining("found 8x8");
        meter.cut();
        assertThat(meter.add(small, small)).isEmpty();
      }
    }
    assertThatThrownBy(() -> FrameMeter.ssim().add(BLACK, small)).hasMessageContaining("8x8");
    assertThatThrownBy(() -> FrameMeter.psnr().add(BLACK, small)).hasMessageContaining("8x8");
  }

  @Test
  void equal_frames_have_a_finite_mean_above_all_others() {
    Picture almost = almost(BLACK);
    double equal = Psnr.finite(BLACK, BLACK);

    assertThat(equal).isFinite().isEqualTo(Psnr.between(BLACK, almost));
    assertThat(Psnr.between(BLACK, BLACK)).isInfinite();
    assertThat(FrameMeter.psnr().add(BLACK, BLACK)).isEqualTo(OptionalDouble.of(equal));
  }

  @Test
  void pictures_smaller_than_a_window_have_a_similarity() {
    for (int side : new int[] {1, 2, 3, 10}) {
      Picture waves = TestPictures.waves(side, side, 0, 0);
      assertThat(Ssim.between(waves, waves)).isCloseTo(1, within(1e-12));
      assertThat(Ssim.between(waves, TestPictures.plain(side, side, 0, 0, 0))).isBetween(-1.0, 0.5);
    }
  }

  private static Picture almost(Picture picture) {
    byte[] rgb = Arrays.copyOf(picture.rgb(), picture.rgb().length);
    rgb[0]++;
    return new Picture(picture.width(), picture.height(), rgb);
  }
}

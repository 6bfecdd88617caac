package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Motions that are known, and what is measured by them. */
class EndPointErrorTest {

  private static final float FAR = Float.POSITIVE_INFINITY;

  static List<KnownMotion> motions() {
    return KnownMotion.STANDARD;
  }

  @Test
  void a_shift_is_the_same_everywhere_and_a_zoom_grows_from_the_middle() {
    FlowField shift = new KnownMotion("", 3, -2, 0, 1).flow(7, 5);
    assertThat(shift.dx(6, 0)).isEqualTo(3);
    assertThat(shift.dy(0, 4)).isEqualTo(-2);
    FlowField zoom = new KnownMotion("", 0, 0, 0, 2).flow(7, 5);
    assertThat(zoom.dx(3, 2)).isZero();
    assertThat(zoom.dx(5, 2)).isEqualTo(2);
    assertThat(zoom.dy(3, 0)).isEqualTo(-2);
    // a quarter turn takes what is right of the middle below it
    FlowField turn = new KnownMotion("", 0, 0, 90, 1).flow(7, 7);
    assertThat(turn.dx(5, 3)).isCloseTo(-2, within(1e-6f));
    assertThat(turn.dy(5, 3)).isCloseTo(2, within(1e-6f));
  }

  /** Warped back along the truth, the moved picture is the picture: two bilinear readings off. */
  @ParameterizedTest
  @MethodSource("motions")
  void a_moved_picture_has_moved_by_the_truth(KnownMotion motion) {
    Picture picture = TestPictures.waves(120, 90, 0, 0);
    FlowField truth = motion.flow(120, 90);
    Picture back = Warp.backward(motion.moved(picture), truth);
    double sum = 0;
    int count = 0;
    for (int y = 20; y < 70; y++) {
      for (int x = 20; x < 100; x++, count++) {
        int at = 3 * (y * 120 + x);
        sum += Math.abs((back.rgb()[at] & 0xff) - (picture.rgb()[at] & 0xff));
      }
    }
    assertThat(sum / count).isLessThan(2.5);
  }

  /** Smooth waves all over, and nothing that hides: sub-pixel, but for what comes into view. */
  @ParameterizedTest
  @MethodSource("motions")
  void dis_finds_the_motion_of_waves(KnownMotion motion) {
    Picture picture = TestPictures.waves(160, 120, 0, 0);
    try (OpticalFlow flow = new DisFlow()) {
      FlowField found = flow.between(picture, motion.moved(picture));
      EndPointError error = EndPointError.of(found, motion.flow(160, 120));
      assertThat(error.mean()).as(motion.name()).isLessThan(0.35);
      assertThat(error.withinOne()).as(motion.name()).isGreaterThan(0.93);
    }
  }

  /** Three of four pixels end inside: 0.5 off, 1.5 off, and one that is no number. */
  @Test
  void what_leaves_the_picture_does_not_count_and_what_is_no_number_is_told() {
    FlowField truth = new KnownMotion("", 1, 0, 0, 1).flow(4, 1);
    FlowField found = new FlowField(4, 1, new float[] {1, 0.5f, 2.5f, 0, Float.NaN, 0, 9, 9});
    assertThat(EndPointError.of(found, truth)).isEqualTo(new EndPointError(1, 1.5, 1 / 3.0, 3, 1));
    FlowField infinite = new FlowField(4, 1, new float[] {FAR, 0, FAR, 0, 0, FAR, 0, 0});
    EndPointError none = EndPointError.of(infinite, truth);
    assertThat(none.mean()).isNaN();
    assertThat(none.broken()).isEqualTo(3);
    assertThat(EndPointError.of(truth, new KnownMotion("", 9, 0, 0, 1).flow(4, 1)).pixels())
        .isZero();
  }

  @Test
  void what_makes_no_sense_is_refused() {
    FlowField small = new KnownMotion("", 0, 0, 0, 1).flow(4, 1);
    FlowField large = new KnownMotion("", 0, 0, 0, 1).flow(4, 2);
    assertThatThrownBy(() -> EndPointError.of(small, large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x1")
        .hasMessageContaining("4x2");
    assertThatThrownBy(() -> new KnownMotion("", 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}

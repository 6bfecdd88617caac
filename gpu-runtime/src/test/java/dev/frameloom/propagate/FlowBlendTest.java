package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowBlendTest {

  private final OpticalFlow flow = new DisFlow();
  private final FlowBlend blend = new FlowBlend(flow);

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void makesTheFrameInTheMiddleOfAMovingScene() {
    BlendPlan plan = blend.plan(scene(0), scene(4), scene(2), 0.5);

    Picture made = plan.blend(scene(0), scene(4));

    assertThat(Psnr.between(made, scene(2))).isGreaterThan(30);
    assertThat(Psnr.between(made, scene(2))).isGreaterThan(Psnr.between(scene(0), scene(2)) + 8);
    assertThat(plan.unseenShare()).isLessThan(0.01);
  }

  @Test
  void isMoreLikeTheKeyframeThatIsNearerInTime() {
    Picture still = TestPictures.waves(96, 80, 0, 0);

    for (int quarter = 0; quarter <= 4; quarter++) {
      Picture made = blend.plan(still, still, still, quarter / 4.0).blend(grey(40), grey(200));
      assertThat(made).isEqualTo(grey(40 + 40 * quarter));
    }
  }

  @Test
  void takesWhatOnlyOneKeyframeSeesFromThatOne() {
    // A square covers the middle in the later keyframe only.
    Picture ground = TestPictures.waves(128, 96, 0, 0);
    Picture covered = TestPictures.withSquare(ground, 44, 28, 40, 255, 255, 255);
    Picture green = TestPictures.plain(128, 96, 0, 200, 0);
    Picture red = TestPictures.plain(128, 96, 200, 0, 0);

    Picture made = blend.plan(ground, covered, ground, 0.5).blend(green, red);

    int middle = (48 * 128 + 64) * 3;
    assertThat(made.rgb()[middle + 1] & 0xff).isGreaterThan(190);
    int corner = (4 * 128 + 4) * 3;
    assertThat(made.rgb()[corner + 1] & 0xff).isBetween(90, 110);
  }

  @Test
  void whatNeitherSeesIsReportedAndFilledFromTheFramesOwnEdit() {
    Picture ground = TestPictures.waves(128, 96, 0, 0);
    Picture frame = TestPictures.withSquare(ground, 44, 28, 40, 255, 0, 255);
    Picture green = TestPictures.plain(128, 96, 0, 200, 0);

    BlendPlan plan = blend.plan(ground, ground, frame, 0.5);
    Picture filled = plan.blend(green, green, TestPictures.plain(128, 96, 200, 0, 0));

    assertThat(plan.unseenShare()).isBetween(0.05, 0.2);
    int middle = (48 * 128 + 64) * 3;
    assertThat(filled.rgb()[middle] & 0xff).isGreaterThan(180);
    int corner = (4 * 128 + 4) * 3;
    assertThat(filled.rgb()[corner] & 0xff).isLessThan(10);
  }

  @Test
  void givesTheSameBytesEachTime() {
    assertThat(blend.plan(scene(0), scene(4), scene(2), 0.5).blend(scene(1), scene(3)))
        .isEqualTo(blend.plan(scene(0), scene(4), scene(2), 0.5).blend(scene(1), scene(3)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    Picture small = TestPictures.plain(32, 32, 0, 0, 0);

    assertThatThrownBy(() -> blend.plan(small, scene(0), small, 0.5)).hasMessageContaining("size");
    assertThatThrownBy(() -> blend.plan(small, small, small, 1.5))
        .hasMessageContaining("found 1.5");
    BlendPlan plan = blend.plan(small, small, small, 0.5);
    assertThatThrownBy(() -> plan.blend(small, scene(0))).hasMessageContaining("32x32");
  }

  private static Picture grey(int level) {
    return TestPictures.plain(96, 80, level, level, level);
  }

  /** Waves that drift under a square that moves the other way. */
  private static Picture scene(int t) {
    Picture ground = TestPictures.waves(160, 120, 1.5 * t, 0.5 * t);
    return TestPictures.withSquare(ground, 80 - 3 * t, 40 + t, 36, 220, 60, 30);
  }
}

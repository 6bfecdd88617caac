package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WarpTest {

  @Test
  void agreesWithAPlainBilinearSum() {
    Picture picture = TestPictures.waves(23, 17, 0, 0);
    FlowField field = random(23, 17, 12, 7);

    float[] warped = Warp.sample(picture, field);

    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 23; x++) {
        double u = Math.max(0, Math.min(22, x + field.dx(x, y)));
        double v = Math.max(0, Math.min(16, y + field.dy(x, y)));
        for (int c = 0; c < 3; c++) {
          assertThat(warped[(y * 23 + x) * 3 + c])
              .isCloseTo((float) tent(picture, u, v, c), Offset.offset(0.01f));
        }
      }
    }
  }

  @Test
  void aZeroFlowChangesNothing() {
    Picture picture = TestPictures.waves(23, 17, 0, 0);

    assertThat(Warp.backward(picture, new FlowField(23, 17, new float[23 * 17 * 2])))
        .isEqualTo(picture);
  }

  @Test
  void bringsAMovedPictureBack() {
    Picture still = TestPictures.waves(128, 96, 0, 0);
    Picture moved = TestPictures.waves(128, 96, 5, -3);
    try (OpticalFlow flow = new DisFlow()) {
      FlowField ahead = flow.between(still, moved);
      Visibility visible = Visibility.of(ahead, flow.between(moved, still));
      Picture back = Warp.backward(moved, ahead);

      double error = 0;
      for (int i = visible.pixels().nextSetBit(0); i >= 0; i = visible.pixels().nextSetBit(i + 1)) {
        error += Math.abs((back.rgb()[3 * i] & 0xff) - (still.rgb()[3 * i] & 0xff));
      }
      assertThat(error / visible.pixels().cardinality()).isLessThan(1.5);
      assertThat(visible.share()).isBetween(0.85, 1.0);
    }
  }

  @Test
  void whatLeavesTheFrameIsInvisible() {
    float[] right = new float[20 * 10 * 2];
    float[] left = new float[20 * 10 * 2];
    for (int i = 0; i < right.length; i += 2) {
      right[i] = 4;
      left[i] = -4;
    }

    Visibility visible = Visibility.of(new FlowField(20, 10, right), new FlowField(20, 10, left));

    for (int x = 0; x < 20; x++) {
      assertThat(visible.at(x, 5)).isEqualTo(x <= 15);
    }
    assertThat(visible.share()).isEqualTo(0.8);
  }

  @Test
  void flowsThatDisagreeHideAPixel() {
    float[] ahead = new float[20 * 10 * 2];
    float[] back = new float[20 * 10 * 2];
    back[(5 * 20 + 7) * 2] = 0.6f;
    back[(5 * 20 + 9) * 2 + 1] = 0.4f;

    Visibility visible = Visibility.of(new FlowField(20, 10, ahead), new FlowField(20, 10, back));

    assertThat(visible.at(7, 5)).isFalse();
    assertThat(visible.at(9, 5)).isTrue();
    assertThat(visible.pixels().cardinality()).isEqualTo(199);
  }

  @Test
  void softVisibilityFallsOffTowardsWhatIsHidden() {
    float[] ahead = new float[40 * 10 * 2];
    for (int y = 0; y < 10; y++) {
      for (int x = 20; x < 40; x++) {
        ahead[(y * 40 + x) * 2] = 1000;
      }
    }
    Visibility visible =
        Visibility.of(new FlowField(40, 10, ahead), new FlowField(40, 10, new float[800]));

    float[] soft = visible.soft(3);

    assertThat(soft[5 * 40 + 10]).isEqualTo(1);
    assertThat(soft[5 * 40 + 20]).isZero();
    for (int x = 1; x < 40; x++) {
      assertThat(soft[5 * 40 + x]).isLessThanOrEqualTo(soft[5 * 40 + x - 1]);
    }
    assertThat(soft[5 * 40 + 16]).isStrictlyBetween(0f, 1f);
  }

  /** Every pixel of the picture weighted by its distance to (u, v), as slow as it is obvious. */
  private static double tent(Picture picture, double u, double v, int channel) {
    double sum = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        double weight = Math.max(0, 1 - Math.abs(x - u)) * Math.max(0, 1 - Math.abs(y - v));
        sum += weight * (picture.rgb()[(y * picture.width() + x) * 3 + channel] & 0xff);
      }
    }
    return sum;
  }

  private static FlowField random(int width, int height, double reach, long seed) {
    Random random = new Random(seed);
    float[] vectors = new float[width * height * 2];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (random.nextGaussian() * reach / 2);
    }
    return new FlowField(width, height, vectors);
  }
}

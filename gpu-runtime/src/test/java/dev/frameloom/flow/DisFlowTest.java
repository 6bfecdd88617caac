package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisFlowTest {

  private final OpticalFlow flow = new DisFlow();

  @AfterEach
  void close() {
    flow.close();
  }

  @ParameterizedTest
  @CsvSource({"3,1.5", "-4.25,2", "0,0", "6,-5"})
  void findsAShiftToATenthOfAPixel(double dx, double dy) {
    FlowField field =
        flow.between(TestPictures.waves(160, 120, 0, 0), TestPictures.waves(160, 120, dx, dy));

    double error = 0;
    for (int y = 20; y < 100; y++) {
      for (int x = 20; x < 140; x++) {
        error += Math.hypot(field.dx(x, y) - dx, field.dy(x, y) - dy);
      }
    }
    assertThat(error / (80 * 120)).isLessThan(0.1);
  }

  @Test
  void givesTheSameBitsWhateverWasAskedBeforeAndOnOneThreadOrTwo() {
    List<Picture> pictures =
        List.of(TestPictures.waves(160, 120, 0, 0), TestPictures.waves(160, 120, 4, -3));
    float[] expected = flow.between(pictures.get(0), pictures.get(1)).vectors();

    flow.between(TestPictures.waves(20, 14, 0, 0), TestPictures.waves(20, 14, 2, 1));
    flow.between(pictures.get(1), pictures.get(0));
    assertThat(flow.between(pictures.get(0), pictures.get(1)).vectors()).isEqualTo(expected);

    int threads = opencv_core.getNumThreads();
    try (OpticalFlow fresh = new DisFlow()) {
      opencv_core.setNumThreads(threads == 1 ? 2 : 1);
      assertThat(fresh.between(pictures.get(0), pictures.get(1)).vectors()).isEqualTo(expected);
    } finally {
      opencv_core.setNumThreads(threads);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,40", "8,8", "11,12", "13,200", "40,24", "63,65"})
  void takesPicturesOfAnySize(int width, int height) {
    FlowField field =
        flow.between(
            TestPictures.waves(width, height, 0, 0), TestPictures.waves(width, height, 1, 0));

    assertThat(field.width()).isEqualTo(width);
    assertThat(field.height()).isEqualTo(height);
    for (float value : field.vectors()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void findsMotionInSmallPicturesToo() {
    FlowField field =
        flow.between(TestPictures.waves(32, 32, 0, 0), TestPictures.waves(32, 32, 2, 1));

    assertThat(field.dx(16, 16)).isBetween(1.6f, 2.4f);
    assertThat(field.dy(16, 16)).isBetween(0.6f, 1.4f);
  }

  @Test
  void findsBothWaysAndManyPairsAsOneByOne() {
    Picture first = TestPictures.waves(96, 80, 0, 0);
    Picture second = TestPictures.waves(96, 80, 3, -2);
    FlowField forward = flow.between(first, second);
    FlowField backward = flow.between(second, first);

    FlowPair pair = flow.pair(first, second);
    assertThat(pair.forward().vectors()).isEqualTo(forward.vectors());
    assertThat(pair.backward().vectors()).isEqualTo(backward.vectors());
    assertThat(pair.reversed().forward()).isSameAs(pair.backward());

    List<FlowField> fields = flow.between(List.of(first, second), List.of(second, first));
    assertThat(fields).hasSize(2);
    assertThat(fields.get(0).vectors()).isEqualTo(forward.vectors());
    assertThat(fields.get(1).vectors()).isEqualTo(backward.vectors());
  }

  @Test
  void refusesListsOfTwoLengths() {
    List<Picture> two = List.of(TestPictures.waves(32, 32, 0, 0), TestPictures.waves(32, 32, 1, 0));

    assertThatThrownBy(() -> flow.between(two, two.subList(0, 1)))
        .hasMessageContaining("found 1 and 2");
  }

  @Test
  void refusesPicturesOfTwoSizes() {
    assertThatThrownBy(
            () -> flow.between(TestPictures.waves(32, 32, 0, 0), TestPictures.waves(32, 30, 0, 0)))
        .hasMessageContaining("32x32 and 32x30");
  }
}

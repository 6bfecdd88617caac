package dev.frameloom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PicturesTest {

  @Property(tries = 50)
  void croppingUndoesPadding(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 17) int multiple) {
    Picture picture = TestPictures.waves(width, height, 0, 0);

    Picture padded = Pictures.padToMultiple(picture, multiple);

    assertThat(padded.width() % multiple).isZero();
    assertThat(padded.height() % multiple).isZero();
    assertThat(padded.width() - width).isBetween(0, multiple - 1);
    assertThat(Pictures.crop(padded, width, height)).isEqualTo(picture);
  }

  @Test
  void paddingRepeatsTheEdge() {
    Picture picture = new Picture(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

    assertThat(Pictures.padTo(picture, 3, 2))
        .isEqualTo(
            new Picture(3, 2, new byte[] {1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 4, 5, 6, 4, 5, 6}));
  }

  @Test
  void shrinkingAveragesAndGrowingInterpolates() {
    Picture picture = new Picture(2, 1, new byte[] {10, 20, 30, 50, 60, 70});

    assertThat(Pictures.resize(picture, 1, 1))
        .isEqualTo(new Picture(1, 1, new byte[] {30, 40, 50}));
    Picture waves = TestPictures.waves(64, 48, 0, 0);
    Picture again = Pictures.resize(Pictures.resize(waves, 128, 96), 64, 48);
    assertThat(TestPictures.meanDifference(again, waves)).isLessThan(2);
    assertThat(Pictures.resize(waves, 128, 24)).extracting(Picture::height).isEqualTo(24);
  }

  @Test
  void theCentreSquareIsTheMiddleOfTheLongerSide() {
    Picture wide = new Picture(4, 1, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
    Picture high = new Picture(1, 3, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3});
    Picture square = TestPictures.waves(9, 9, 0, 0);

    assertThat(Pictures.centreSquare(wide)).isEqualTo(new Picture(1, 1, new byte[] {2, 2, 2}));
    assertThat(Pictures.centreSquare(high)).isEqualTo(new Picture(1, 1, new byte[] {2, 2, 2}));
    assertThat(Pictures.centreSquare(square)).isEqualTo(square);
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    Picture picture = TestPictures.plain(4, 4, 0, 0, 0);

    assertThatThrownBy(() -> Pictures.resize(picture, 0, 4)).hasMessageContaining("0x4");
    assertThatThrownBy(() -> Pictures.padTo(picture, 3, 4)).hasMessageContaining("smaller");
    assertThatThrownBy(() -> Pictures.crop(picture, 5, 4)).hasMessageContaining("larger");
  }
}

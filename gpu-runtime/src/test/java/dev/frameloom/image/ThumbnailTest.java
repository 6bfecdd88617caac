package dev.frameloom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

  @ParameterizedTest
  @CsvSource({"1,1", "30,200", "64,64", "200,130", "512,512", "1280,720"})
  void isAlways64By64AndTheSameForBothEncodings(int width, int height)
      throws UndecodableImageException {
    Picture picture = TestPictures.waves(width, height, 0, 0);

    byte[] jpeg = Thumbnail.grey64(PictureCodec.encode(picture, ImageEncoding.JPEG, 95));
    byte[] png = Thumbnail.grey64(PictureCodec.encode(picture, ImageEncoding.PNG, 95));

    assertThat(jpeg).hasSize(64 * 64);
    assertThat(png).hasSize(64 * 64);
    assertThat(SceneCut.difference(jpeg, png)).isLessThan(6);
  }

  @Test
  void aCutStandsOutAgainstMotion() throws UndecodableImageException {
    byte[] before = thumbnail(TestPictures.waves(256, 256, 0, 0));
    byte[] moved = thumbnail(TestPictures.waves(256, 256, 4, 1));
    byte[] cut = thumbnail(TestPictures.plain(256, 256, 10, 10, 10));

    assertThat(SceneCut.difference(before, before)).isZero();
    assertThat(SceneCut.difference(before, moved)).isLessThan(20);
    assertThat(SceneCut.difference(before, cut)).isGreaterThan(40);
  }

  @Test
  void refusesWhatIsNoPicture() {
    assertThatThrownBy(() -> Thumbnail.grey64(new byte[] {1, 2, 3}))
        .isInstanceOf(UndecodableImageException.class);
    assertThatThrownBy(() -> SceneCut.difference(new byte[3], new byte[4]))
        .hasMessageContaining("3 and 4");
  }

  private static byte[] thumbnail(Picture picture) throws UndecodableImageException {
    return Thumbnail.grey64(PictureCodec.encode(picture, ImageEncoding.JPEG, 90));
  }
}

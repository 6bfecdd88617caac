package dev.frameloom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {

  /** Three columns, two rows: abc over def. */
  private static final Picture STORED = picture(3, "abcdef");

  private static Picture picture(int width, String letters) {
    byte[] rgb = new byte[3 * letters.length()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) letters.charAt(i / 3);
    }
    return new Picture(width, letters.length() / width, rgb);
  }

  /** As in the EXIF standard: what the stored rows and columns are when they are shown. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, abcdef", "2, 3, cbafed", "3, 3, fedcba", "4, 3, defabc",
    "5, 2, adbecf", "6, 2, daebfc", "7, 2, fcebda", "8, 2, cfbead",
    "0, 3, abcdef", "9, 3, abcdef"
  })
  void eachTagIsShownAsTheStandardSays(int tag, int width, String shown) {
    assertThat(Orientation.ofExif(tag).apply(STORED)).isEqualTo(picture(width, shown));
  }

  @ParameterizedTest
  @EnumSource
  void decodedPicturesAndThumbnailsAreUpright(ImageEncoding encoding) throws Exception {
    byte[] stored = PictureCodec.encode(TestPictures.waves(200, 140, 0, 0), encoding, 95);
    Picture lying = PictureCodec.decode(stored);

    for (int tag = 1; tag <= 8; tag++) {
      byte[] tagged = TaggedPictures.tagged(stored, tag);
      Picture upright = Orientation.ofExif(tag).apply(lying);

      assertThat(PictureCodec.decode(tagged)).as("tag %d", tag).isEqualTo(upright);
      byte[] expected = Thumbnail.grey64(PictureCodec.encode(upright, ImageEncoding.PNG, 90));
      byte[] thumbnail = Thumbnail.grey64(tagged);
      double sum = 0;
      for (int i = 0; i < thumbnail.length; i++) {
        sum += Math.abs((thumbnail[i] & 0xff) - (expected[i] & 0xff));
      }
      assertThat(sum / thumbnail.length).as("thumbnail of tag %d", tag).isLessThan(4);
    }
  }

  @Test
  void aBrokenTagIsNoReasonToRefuseAPicture() {
    byte[] tagged =
        TaggedPictures.tagged(
            PictureCodec.encode(TestPictures.plain(16, 16, 1, 2, 3), ImageEncoding.JPEG, 90), 6);
    Random random = new Random(5);

    for (int i = 0; i < 500; i++) {
      byte[] broken = tagged.clone();
      for (int bytes = 0; bytes < 3; bytes++) {
        // behind the segment's length and name: the tag's own structure
        broken[12 + random.nextInt(26)] = (byte) random.nextInt();
      }
      assertThatCode(() -> PictureCodec.decode(broken)).doesNotThrowAnyException();
    }
    for (int length = 0; length < tagged.length; length++) {
      byte[] cut = Arrays.copyOf(tagged, length);
      assertThatCode(() -> Exif.orientation(cut)).doesNotThrowAnyException();
    }
  }
}

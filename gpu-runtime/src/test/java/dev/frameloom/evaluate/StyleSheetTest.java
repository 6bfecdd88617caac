package dev.frameloom.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.TestPictures;
import dev.frameloom.style.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StyleSheetTest {

  private static final Picture RED = TestPictures.plain(64, 64, 200, 0, 0);
  private static final Picture BLUE = TestPictures.plain(64, 64, 0, 0, 200);

  @TempDir Path folder;

  @Test
  void sources_are_on_top_and_styles_below_in_their_own_order() {
    StyleSheet sheet = new StyleSheet(32);
    sheet.add(new EditedFrame("clip", 4, RED, Style.SNOW, BLUE));
    sheet.add(new EditedFrame("clip", 4, RED, Style.INK, RED));
    sheet.add(new EditedFrame("a clip of the longest name", 9, BLUE, Style.INK, RED));

    Picture picture = sheet.picture();
    assertThat(picture).extracting(Picture::width, Picture::height).containsExactly(196, 148);
    assertThat(colour(picture, 140, 56)).isEqualTo(0xc80000); // source
    assertThat(colour(picture, 140, 92)).isEqualTo(0xc80000); // ink
    assertThat(colour(picture, 140, 128)).isEqualTo(0x0000c8); // snow
    assertThat(colour(picture, 176, 56)).isEqualTo(0x0000c8);
    assertThat(colour(picture, 176, 128)).isEqualTo(0xffffff); // not made
    assertThat(dark(picture, 0, 124, 40, 72)).as("source").isPositive();
    assertThat(dark(picture, 160, 192, 4, 34)).as("header").isPositive();
    assertThat(dark(picture, 193, 196, 0, 148)).as("beside").isZero();
  }

  @Test
  void a_sheet_without_frames_is_not_written() throws Exception {
    Path file = folder.resolve("sheet.png");
    StyleSheet sheet = new StyleSheet(16);
    sheet.write(file);
    assertThat(file).doesNotExist();

    sheet.add(new EditedFrame("clip", 4, RED, Style.SNOW, BLUE));
    sheet.write(file);
    assertThat(PictureCodec.decode(Files.readAllBytes(file))).isEqualTo(sheet.picture());
  }

  private static int colour(Picture picture, int x, int y) {
    int at = 3 * (y * picture.width() + x);
    byte[] rgb = picture.rgb();
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  /** Nearly black pixels of a part. */
  private static int dark(Picture picture, int left, int right, int top, int bottom) {
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        count += colour(picture, x, y) < 0x404040 && colour(picture, x, y) % 0x10101 == 0 ? 1 : 0;
      }
    }
    return count;
  }
}

package dev.frameloom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of PNG that can hide a colour: the left half is magenta under full transparency, the
 * right half is dark and opaque.
 */
class TransparencyTest {

  private static final int SIDE = 8;
  private static final int TRNS = 0x74524e53;

  private static boolean isHidden(int x) {
    return x < SIDE / 2;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static BufferedImage argb() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, isHidden(i % SIDE) ? 0x00ff00ff : 0xff202020);
    }
    return image;
  }

  private static BufferedImage palette() {
    byte[] ends = {(byte) 0xff, 0x20};
    IndexColorModel colours =
        new IndexColorModel(8, 2, ends, new byte[] {0, 0x20}, ends, new byte[] {0, (byte) 0xff});
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED, colours);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, isHidden(i % SIDE) ? 0 : 1);
    }
    return image;
  }

  /** Two channels (grey) or four, of 8 or 16 bits. */
  private static BufferedImage channels(int channels, int type, int full) {
    int space =
        channels == 2 ? java.awt.color.ColorSpace.CS_GRAY : java.awt.color.ColorSpace.CS_sRGB;
    ComponentColorModel model =
        new ComponentColorModel(java.awt.color.ColorSpace.getInstance(space), true, false, 3, type);
    WritableRaster raster = Raster.createInterleavedRaster(type, SIDE, SIDE, channels, null);
    for (int i = 0; i < SIDE * SIDE; i++) {
      boolean hidden = isHidden(i % SIDE);
      for (int c = 0; c < channels; c++) {
        boolean alpha = c == channels - 1;
        int level =
            alpha ? (hidden ? 0 : full) : hidden ? full * (c % 2 == 0 ? 3 : 0) / 5 : full / 8;
        raster.setSample(i % SIDE, i / SIDE, c, level);
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static BufferedImage plain(int type, int hidden) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, isHidden(i % SIDE) ? hidden : 0x202020);
    }
    return image;
  }

  static Stream<Named<byte[]>> kinds() throws IOException {
    BufferedImage grey = plain(BufferedImage.TYPE_BYTE_GRAY, 0x808080);
    BufferedImage grey16 = plain(BufferedImage.TYPE_USHORT_GRAY, 0x808080);
    return Stream.of(
        Named.of("RGBA", png(argb())),
        Named.of("palette with tRNS", png(palette())),
        Named.of("grey and alpha", png(channels(2, DataBuffer.TYPE_BYTE, 0xff))),
        Named.of("RGBA of 16 bits", png(channels(4, DataBuffer.TYPE_USHORT, 0xffff))),
        Named.of("grey and alpha of 16 bits", png(channels(2, DataBuffer.TYPE_USHORT, 0xffff))),
        Named.of("grey with tRNS", keyed(grey)),
        Named.of("grey of 16 bits with tRNS", keyed(grey16)),
        Named.of(
            "RGB with tRNS",
            TaggedPictures.withChunk(
                png(plain(BufferedImage.TYPE_INT_RGB, 0xff00ff)),
                TRNS,
                new byte[] {0, (byte) 0xff, 0, 0, 0, (byte) 0xff})));
  }

  private static byte[] keyed(BufferedImage grey) throws IOException {
    int level = grey.getRaster().getSample(0, 0, 0);
    return TaggedPictures.withChunk(
        png(grey), TRNS, new byte[] {(byte) (level >> 8), (byte) level});
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsTransparentIsWhiteWhateverColourHidesThere(byte[] png) throws Exception {
    Picture picture = PictureCodec.decode(png);

    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int c = 0; c < 3; c++) {
        int level = picture.rgb()[3 * i + c] & 0xff;
        if (isHidden(i % SIDE)) {
          assertThat(level).isEqualTo(255);
        } else {
          assertThat(level).isLessThan(80);
        }
      }
    }
    byte[] thumbnail = Thumbnail.grey64(png);
    assertThat(thumbnail[0] & 0xff).isEqualTo(255);
    assertThat(thumbnail[63] & 0xff).isLessThan(80);
  }

  @Test
  void whatIsHalfTransparentIsHalfWhite() {
    byte[] rgb = new byte[6];

    assertThat(Transparency.flatten(new byte[] {0, 100, (byte) 200, (byte) 128, 1, 2, 3, -1}, rgb))
        .isTrue();
    assertThat(rgb).containsExactly(127, (byte) 177, (byte) 227, 1, 2, 3);
    assertThat(Transparency.flatten(new byte[] {9, 8, 7, -1}, new byte[3])).isFalse();
  }

  @Test
  void aTransparentPictureCanBeTaggedToo() throws Exception {
    byte[] tagged = TaggedPictures.tagged(png(argb()), 6);

    assertThat(PictureCodec.decode(tagged))
        .isEqualTo(Orientation.ofExif(6).apply(PictureCodec.decode(png(argb()))));
  }

  @Test
  void whatIsKnownOfAFileIsToldWithoutDecodingIt() throws Exception {
    byte[] png = png(argb());
    byte[] webp =
        "RIFF\40\0\0\0WEBPVP8X\12\0\0\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(PictureFacts.of(png).damage()).isEmpty();
    assertThat(PictureFacts.of(Arrays.copyOf(png, png.length - 20)).damage())
        .hasValueSatisfying(it -> assertThat(it).contains("truncated PNG"));
    assertThat(PictureFacts.of(webp).damage())
        .hasValueSatisfying(it -> assertThat(it).contains("truncated WebP"));
    assertThat(PictureFacts.of(png).animated()).isFalse();
    assertThat(PictureFacts.of(TaggedPictures.withChunk(png, 0x6163544c, new byte[8])).animated())
        .isTrue();
    assertThat(PictureFacts.of("GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isEqualTo(new PictureFacts(Orientation.UPRIGHT, false, java.util.Optional.empty()));
  }
}

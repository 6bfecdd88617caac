package dev.frameloom.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureCodecTest {

  private final Picture picture = TestPictures.waves(97, 61, 0, 0);

  @Property(tries = 20)
  void pngIsLosslessForEverySize(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height)
      throws UndecodableImageException {
    Picture any = TestPictures.waves(width, height, 3, 5);

    assertThat(PictureCodec.decode(PictureCodec.encode(any, ImageEncoding.PNG, 90))).isEqualTo(any);
  }

  @Test
  void jpegComesCloseAndKeepsTheOrderOfColours() throws UndecodableImageException {
    Picture decoded = PictureCodec.decode(PictureCodec.encode(picture, ImageEncoding.JPEG, 95));

    assertThat(TestPictures.meanDifference(decoded, picture)).isLessThan(4);
    Picture red = TestPictures.plain(16, 16, 250, 10, 20);
    Picture stillRed = PictureCodec.decode(PictureCodec.encode(red, ImageEncoding.JPEG, 95));
    assertThat(stillRed.rgb()[0] & 0xff).isGreaterThan(240);
    assertThat(stillRed.rgb()[2] & 0xff).isLessThan(30);
  }

  @ParameterizedTest
  @EnumSource
  void equalPicturesGiveEqualBytes(ImageEncoding encoding) {
    assertThat(PictureCodec.encode(picture, encoding, 90))
        .isEqualTo(PictureCodec.encode(picture, encoding, 90));
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsRefused(ImageEncoding encoding) {
    byte[] whole = PictureCodec.encode(picture, encoding, 90);

    for (int length = 0; length < whole.length; length += 1 + length / 50) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PictureCodec.decode(part))
          .as("first %d of %d bytes", length, whole.length)
          .isInstanceOf(UndecodableImageException.class);
    }
  }

  @Test
  void theReasonOfARefusalIsNamed() {
    byte[] jpeg = PictureCodec.encode(picture, ImageEncoding.JPEG, 90);

    assertThatThrownBy(() -> PictureCodec.decode(new byte[0])).hasMessageContaining("empty");
    assertThatThrownBy(() -> PictureCodec.decode("GIF89a…".getBytes(UTF_8)))
        .hasMessageContaining("neither JPEG nor PNG")
        .hasMessageContaining("474946383961");
    assertThatThrownBy(() -> PictureCodec.decode(Arrays.copyOf(jpeg, jpeg.length / 2)))
        .hasMessageContaining("truncated JPEG");
  }

  @Test
  void aSecondFrameHeaderCanNotHideTheSizeOfTheFirst() {
    byte[] jpeg = PictureCodec.encode(picture, ImageEncoding.JPEG, 90);
    // start of image; a frame of 65,500 x 16,000 pixels and one component; the picture itself
    ByteBuffer two = ByteBuffer.allocate(jpeg.length + 13);
    two.putShort((short) 0xffd8).putShort((short) 0xffc0).putShort((short) 11).put((byte) 8);
    two.putShort((short) 16_000).putShort((short) 65_500).put(new byte[] {1, 1, 0x11, 0});
    two.put(jpeg, 2, jpeg.length - 2);

    assertThatThrownBy(() -> PictureCodec.decode(two.array()))
        .hasMessageContaining("second frame header");
  }

  @Test
  void bytesAfterTheEndOfAPictureDoNoHarm() throws UndecodableImageException {
    byte[] jpeg = PictureCodec.encode(picture, ImageEncoding.JPEG, 90);

    assertThat(PictureCodec.decode(Arrays.copyOf(jpeg, jpeg.length + 7)))
        .isEqualTo(PictureCodec.decode(jpeg));
  }

  @Test
  void aHugeDeclaredSizeIsRefusedBeforeAnythingIsAllocatedForIt() {
    byte[] png = PictureCodec.encode(picture, ImageEncoding.PNG, 90);
    ByteBuffer buffer = ByteBuffer.wrap(png);
    buffer.putInt(16, 16_000).putInt(20, 16_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    buffer.putInt(29, (int) crc.getValue());

    assertThatThrownBy(() -> PictureCodec.decode(png))
        .isInstanceOf(UndecodableImageException.class)
        .hasMessageContaining("16000x16000");
  }

  @Test
  void aDamagedPngIsRefused() {
    byte[] png = PictureCodec.encode(picture, ImageEncoding.PNG, 90);
    png[png.length / 2] ^= 1;

    assertThatThrownBy(() -> PictureCodec.decode(png))
        .isInstanceOf(UndecodableImageException.class)
        .hasMessageContaining("checksum");
  }
}

package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Orientation;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.TaggedPictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures and video that are stored in another way than they are shown. */
class PictureSourcesTest {

  /** From the box's type to its matrix, in version 0. */
  private static final int MATRIX_IN_TRACK_HEADER = 4 + 40;

  private static final int ONE = 0x10000;

  @TempDir Path folder;

  private record Read(List<Picture> pictures, List<String> warnings) {}

  private static Read read(Path file, SourceOptions options) {
    List<Picture> pictures = new ArrayList<>();
    try (VideoSource source = VideoSources.open(file.toString(), options)) {
      for (Optional<VideoFrame> f = source.next(); f.isPresent(); f = source.next()) {
        pictures.add(f.get().picture());
      }
      return new Read(pictures, source.warnings());
    }
  }

  private static Read read(Path file) {
    return read(file, SourceOptions.all());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 1", "-1, 0, 0, 1, 2", "-1, 0, 0, -1, 3", "1, 0, 0, -1, 4",
    "0, 1, 1, 0, 5", "0, 1, -1, 0, 6", "0, -1, -1, 0, 7", "0, -1, 1, 0, 8"
  })
  void aClipIsShownAsItsMatrixSaysMirroredOrTurned(int a, int b, int c, int d, int exif)
      throws IOException {
    Path file = clip();
    Picture stored = read(file).pictures().get(0);
    setMatrix(file, a * ONE, b * ONE, c * ONE, d * ONE);

    Read read = read(file);

    assertThat(read.pictures().get(0)).isEqualTo(Orientation.ofExif(exif).apply(stored));
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void anAngleThatIsNoQuarterTurnIsNoted() throws IOException {
    Path file = clip();
    Picture stored = read(file).pictures().get(0);
    int cos = (int) (ONE * Math.cos(Math.toRadians(70)));
    int sin = (int) (ONE * Math.sin(Math.toRadians(70)));
    setMatrix(file, cos, sin, -sin, cos);

    Read read = read(file);

    assertThat(read.pictures().get(0)).isEqualTo(Orientation.ofExif(6).apply(stored));
    assertThat(read.warnings())
        .anySatisfy(w -> assertThat(w).contains("at an angle that is no quarter turn"));
    assertThat(DisplayMatrix.of(0, 0, 0, 0))
        .isEqualTo(new DisplayMatrix(Orientation.UPRIGHT, false));
    assertThat(DisplayMatrix.of(2 * ONE, 0, 0, ONE)).isEqualTo(DisplayMatrix.NONE);
  }

  @Test
  void sizesAreThoseOfWhatIsShown() throws IOException {
    Path file = clip();
    setMatrix(file, 0, ONE, -ONE, 0);

    Picture picture =
        read(file, SourceOptions.all().withSize(FrameSize.parse("24x0"))).pictures().get(0);

    assertThat(picture.width()).isEqualTo(24);
    assertThat(picture.height()).isEqualTo(32);
  }

  private Path clip() {
    return Clips.write(
        folder.resolve("phone.mp4"), Clips.testFrames(64, 48, 3), SinkOptions.defaults());
  }

  private static void setMatrix(Path file, int a, int b, int c, int d) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer.wrap(bytes)
        .position(header + MATRIX_IN_TRACK_HEADER)
        .putInt(a)
        .putInt(b)
        .putInt(0)
        .putInt(c)
        .putInt(d);
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @EnumSource
  void taggedPicturesAreShownUprightAloneAndInAFolder(ImageEncoding encoding) throws IOException {
    Picture stored = Clips.testFrames(64, 48, 1).get(0).picture();
    byte[] bytes = PictureCodec.encode(stored, encoding, 95);
    String ending = encoding == ImageEncoding.JPEG ? ".jpg" : ".png";
    Path plain = Files.write(folder.resolve("plain" + ending), bytes);
    Picture lying = read(plain).pictures().get(0);
    Path shots = Files.createDirectory(folder.resolve("shots"));
    for (int tag = 1; tag <= 8; tag++) {
      Path file = Files.write(shots.resolve(tag + ending), TaggedPictures.tagged(bytes, tag));

      assertThat(read(file).pictures()).containsExactly(Orientation.ofExif(tag).apply(lying));
    }

    Read read = read(shots);

    assertThat(read.pictures()).hasSize(8);
    for (int tag = 1; tag <= 4; tag++) {
      assertThat(read.pictures().get(tag - 1)).isEqualTo(Orientation.ofExif(tag).apply(lying));
    }
    // what stands is scaled to the first one's size, and said to be
    assertThat(read.warnings())
        .containsExactly(
            "4 frames had another size than the first (64x48) and were scaled to 64x48");
  }

  /** Magenta under full transparency on the left, opaque dark blue on the right. */
  private static byte[] hiding(int frame) {
    byte[] rgba = new byte[64 * 48 * 4];
    for (int i = 0; i < 64 * 48; i++) {
      boolean hidden = i % 64 < 32;
      rgba[4 * i] = (byte) (hidden ? 255 : 20);
      rgba[4 * i + 1] = (byte) (hidden ? 0 : 20);
      rgba[4 * i + 2] = (byte) (hidden ? 255 : 60);
      rgba[4 * i + 3] = (byte) (hidden ? 0 : 255);
    }
    return rgba;
  }

  private static void assertFlat(Read read, int count) {
    assertThat(read.pictures()).hasSize(count);
    for (Picture picture : read.pictures()) {
      int half = picture.width() / 2;
      for (int i = 0; i < picture.width() * picture.height(); i++) {
        int x = i % picture.width();
        int green = picture.rgb()[3 * i + 1] & 0xff;
        if (x < half - 4) {
          assertThat(green).as("hidden magenta at %d", x).isGreaterThan(250);
        } else if (x > half + 4) {
          assertThat(green).isLessThan(50);
        }
      }
    }
    assertThat(read.warnings())
        .contains(count + " frames have transparent parts, which were laid on white");
  }

  @ParameterizedTest
  @CsvSource({
    "png, a.mov, rgba",
    "prores_ks, a.mov, yuva444p10le",
    "libvpx-vp9, a.webm, yuva420p",
    "libvpx, a.mkv, yuva420p",
    "apng, a.apng, rgba",
    "qtrle, a.mov, argb"
  })
  void transparentVideoLiesOnWhite(String encoder, String name, String format) {
    Path file =
        CodedClip.of(encoder, av_get_pix_fmt(format), 64, 48)
            .with(
                context -> {
                  if (encoder.startsWith("libvpx")) {
                    av_opt_set(context.priv_data(), "auto-alt-ref", "0", 0);
                  }
                },
                frame -> {})
            .write(folder.resolve(name), List.of(0L, 1L, 2L), PictureSourcesTest::hiding);

    assertFlat(read(file), 3);
    assertFlat(read(file, SourceOptions.all().withSize(FrameSize.parse("24x18"))), 3);
  }

  @Test
  void transparentPicturesLieOnWhiteAndOpaqueOnesAreNotSpokenOf() throws IOException {
    Path shots = Files.createDirectory(folder.resolve("shots"));
    CodedClip.of("png", AV_PIX_FMT_RGBA, 64, 48)
        .write(shots.resolve("%d.png"), List.of(0L, 1L), PictureSourcesTest::hiding);

    assertFlat(read(shots), 2);

    Path opaque = Files.createDirectory(folder.resolve("opaque"));
    CodedClip.of("png", AV_PIX_FMT_RGBA, 64, 48)
        .write(
            opaque.resolve("%d.png"),
            List.of(0L),
            i -> {
              byte[] rgba = hiding(i);
              for (int at = 3; at < rgba.length; at += 4) {
                rgba[at] = -1;
              }
              return rgba;
            });
    assertThat(read(opaque).warnings()).isEmpty();
  }

  @Test
  void anAnimatedWebpIsAnimated() throws IOException {
    Path file = folder.resolve("animated.webp");
    try (InputStream in = PictureSourcesTest.class.getResourceAsStream("/media/animated.webp")) {
      Files.copy(in, file);
    }

    Read read = read(file);

    assertThat(read.pictures()).hasSize(4).doesNotHaveDuplicates();
    assertThat(Clips.read(file).stream().map(VideoFrame::durationUs).toList())
        .containsExactly(100_000L, 100_000L, 100_000L, 100_000L);
    // in a folder it is one picture of many
    assertThat(read(folder).pictures()).containsExactly(read.pictures().get(0));
    assertThat(read(folder).warnings())
        .contains("of animated pictures only the first is taken: animated.webp");
  }

  @Test
  void aPictureThatIsCutOffIsNamed() throws IOException {
    Path shots = cutOff("jpg", ImageEncoding.JPEG);

    Read read = read(shots);

    assertThat(read.pictures()).hasSize(3);
    assertThat(read.warnings())
        .singleElement()
        .satisfies(w -> assertThat(w).contains("shot2.jpg", "truncated JPEG"))
        .satisfies(w -> assertThat(w).doesNotContain("shot1", "shot3"));
    assertThat(read(shots.resolve("shot2.jpg")).warnings())
        .anySatisfy(w -> assertThat(w).contains("shot2.jpg", "truncated JPEG"));
  }

  @Test
  void aPictureOfWhichNothingIsLeftEndsTheSourceByItsName() throws IOException {
    Path shots = cutOff("png", ImageEncoding.PNG);

    assertThatThrownBy(() -> read(shots))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("shot2.png", "truncated PNG");
  }

  /** Three pictures of which the second ends in the middle. */
  private Path cutOff(String ending, ImageEncoding encoding) throws IOException {
    Picture picture = Clips.testFrames(160, 96, 1).get(0).picture();
    byte[] whole = PictureCodec.encode(picture, encoding, 90);
    Path shots = Files.createDirectory(folder.resolve("shots"));
    for (int i = 1; i <= 3; i++) {
      byte[] bytes = i == 2 ? Arrays.copyOf(whole, whole.length / 2) : whole;
      Files.write(shots.resolve("shot" + i + "." + ending), bytes);
    }
    return shots;
  }

  @Test
  void framesThatNobodyWouldReadAreRefusedWithTheirLimit() {
    String large = "lavfi:color=red:size=9000x9000:rate=1:duration=1";
    String wide = "lavfi:color=red:size=16400x16:rate=1:duration=1";

    for (String source : List.of(large, wide)) {
      assertThatThrownBy(() -> VideoSources.open(source, SourceOptions.all()))
          .isInstanceOf(MediaException.class)
          .hasMessageContainingAll("16384 a side and 64 megapixels", "--size 2048x0");
      assertThat(Clips.read(source, SourceOptions.all().withSize(FrameSize.parse("64x32"))))
          .hasSize(1);
    }
    assertThatThrownBy(
            () ->
                VideoSources.open(
                    "lavfi:color=red:size=16x16:rate=1:duration=1",
                    SourceOptions.all().withSize(FrameSize.parse("9000x9000"))))
        .hasMessageContaining("64 megapixels");
  }
}

package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_INTERLACED_DCT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_INTERLACED_ME;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P10;

import dev.frameloom.image.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interlaced video of a bar that moves eight pixels from field to field. */
class InterlacedTest {

  private static final int WIDTH = 192;
  private static final int HEIGHT = 96;

  @TempDir Path folder;

  private record Read(List<VideoFrame> frames, List<String> warnings) {}

  private static Read read(Path file) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoSource source = VideoSources.open(file.toString(), SourceOptions.all())) {
      for (Optional<VideoFrame> f = source.next(); f.isPresent(); f = source.next()) {
        frames.add(f.get());
      }
      return new Read(frames, source.warnings());
    }
  }

  /** Two fields of two moments, woven; or one moment where the bar stands still for a frame. */
  private static byte[] woven(int frame, boolean interlaced, int width, int height) {
    byte[] rgba = new byte[width * height * 4];
    for (int y = 0; y < height; y++) {
      int left = 10 + 16 * (frame % 8) + (interlaced && y % 2 == 1 ? 8 : 0);
      for (int x = 0; x < width; x++) {
        int level = x >= left && x < left + 30 ? 230 : 30;
        int at = 4 * (y * width + x);
        rgba[at] = rgba[at + 1] = rgba[at + 2] = (byte) level;
        rgba[at + 3] = -1;
      }
    }
    return rgba;
  }

  /** How far lines stand out of those above and below, the mean of the worst column, in levels. */
  private static double combs(Picture picture) {
    double worst = 0;
    for (int x = 0; x < picture.width(); x++) {
      double sum = 0;
      for (int y = 1; y < picture.height() - 1; y++) {
        sum +=
            Math.abs(
                level(picture, x, y) - (level(picture, x, y - 1) + level(picture, x, y + 1)) / 2.0);
      }
      worst = Math.max(worst, sum / (picture.height() - 2));
    }
    return worst;
  }

  private static int level(Picture picture, int x, int y) {
    return picture.rgb()[3 * (y * picture.width() + x) + 1] & 0xff;
  }

  private static CodedClip coded(String encoder, int format, boolean interlaced) {
    return CodedClip.of(encoder, format, WIDTH, HEIGHT)
        .with(
            context -> {
              if (interlaced) {
                context.flags(
                    context.flags() | AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME);
              }
            },
            frame -> {
              if (interlaced) {
                frame.flags(
                    AVFrame.AV_FRAME_FLAG_INTERLACED | AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST);
              }
            });
  }

  private static List<Long> times(long from, int count) {
    return LongStream.range(from, from + count).boxed().toList();
  }

  @Test
  void whatWouldBeSeenWithoutDeinterlacingIsCombed() {
    byte[] rgba = woven(1, true, WIDTH, HEIGHT);
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = rgba[i / 3 * 4 + i % 3];
    }

    assertThat(combs(new Picture(WIDTH, HEIGHT, rgb))).isGreaterThan(150);
  }

  @Test
  void fieldsOfH264ThatAreCodedApartBecomeOneFrameEachPair() throws IOException {
    Path file = folder.resolve("paff.mp4");
    try (InputStream in = InterlacedTest.class.getResourceAsStream("/media/interlaced-paff.mp4")) {
      Files.copy(in, file);
    }

    Read read = read(file);

    assertThat(read.frames()).hasSize(15);
    assertThat(read.frames()).allSatisfy(f -> assertThat(combs(f.picture())).isLessThan(25));
    assertThat(read.warnings())
        .containsExactly(
            "15 of 15 frames are interlaced and were deinterlaced (bwdif), each to one frame");
  }

  @ParameterizedTest
  @CsvSource({"mpeg2video, a.ts", "mpeg2video, a.mpg", "mpeg4, a.mp4"})
  void eachCodedFrameBecomesOneWithoutCombs(String encoder, String name) {
    Path file =
        coded(encoder, AV_PIX_FMT_YUV420P, true)
            .write(folder.resolve(name), times(0, 10), i -> woven(i, true, WIDTH, HEIGHT));

    Read read = read(file);

    assertThat(read.frames()).hasSize(10);
    assertThat(read.frames()).allSatisfy(f -> assertThat(combs(f.picture())).isLessThan(25));
    assertThat(read.warnings()).anySatisfy(w -> assertThat(w).contains("deinterlaced"));
    assertThat(read.frames())
        .allSatisfy(f -> assertThat(f.durationUs()).isBetween(39_000L, 41_000L));
  }

  @Test
  void theKindMayChangeWithinAStreamAndProgressiveFramesAreNotTouched() throws IOException {
    CodedClip whole = coded("mpeg2video", AV_PIX_FMT_YUV420P, false);
    CodedClip fields = coded("mpeg2video", AV_PIX_FMT_YUV420P, true);
    Path first =
        whole.write(folder.resolve("1.ts"), times(0, 8), i -> woven(i, false, WIDTH, HEIGHT));
    Path mixed = folder.resolve("mixed.ts");
    Files.copy(first, mixed);
    Path second =
        fields.write(folder.resolve("2.ts"), times(8, 8), i -> woven(i, true, WIDTH, HEIGHT));
    Path third =
        whole.write(folder.resolve("3.ts"), times(16, 8), i -> woven(i, false, WIDTH, HEIGHT));
    for (Path part : List.of(second, third)) {
      Files.write(mixed, Files.readAllBytes(part), StandardOpenOption.APPEND);
    }

    Read read = read(mixed);

    assertThat(read.frames()).hasSize(24);
    assertThat(read.frames()).allSatisfy(f -> assertThat(combs(f.picture())).isLessThan(25));
    assertThat(read.warnings())
        .anySatisfy(w -> assertThat(w).startsWith("8 of 24 frames are interlaced"));
    List<Picture> alone = read(first).frames().stream().map(VideoFrame::picture).toList();
    assertThat(read.frames().stream().limit(8).map(VideoFrame::picture).toList()).isEqualTo(alone);
    assertThat(read.frames().stream().skip(16).map(VideoFrame::picture).toList())
        .isEqualTo(read(third).frames().stream().map(VideoFrame::picture).toList());
  }

  @Test
  void interlacedMasteringCodecsAreDeinterlacedToo() {
    Path file =
        coded("prores_ks", AV_PIX_FMT_YUV422P10, true)
            .write(folder.resolve("a.mov"), times(0, 6), i -> woven(i, true, WIDTH, HEIGHT));

    Read read = read(file);

    assertThat(read.frames()).hasSize(6);
    assertThat(read.frames()).allSatisfy(f -> assertThat(combs(f.picture())).isLessThan(25));
  }

  @Test
  void syntheticSourcesMayBeInterlacedAndTooSmallToBeDeinterlaced() {
    for (String size : List.of("64x64", "8x8")) {
      String interlaced =
          "lavfi:testsrc2=size="
              + size
              + ":rate=25:duration=0.2,setfield=tff,setparams=field_mode=tff";

      assertThat(Clips.read(interlaced, SourceOptions.all())).hasSize(5);
    }
  }
}

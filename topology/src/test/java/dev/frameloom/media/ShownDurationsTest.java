package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long frames are shown, where their packets are in another order or at uneven times. */
class ShownDurationsTest {

  @TempDir Path folder;

  private static byte[] grey(int index) {
    byte[] rgba = new byte[64 * 48 * 4];
    java.util.Arrays.fill(rgba, (byte) (40 + 8 * index));
    return rgba;
  }

  private static List<Long> durations(Path file) {
    return Clips.read(file).stream().map(VideoFrame::durationUs).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.mov"})
  void aSlowFirstFrameOfAStreamWithBFramesDelaysNoOther(String name) {
    // the second frame comes after 50 frames' time
    List<Long> times = List.of(0L, 50L, 51L, 52L, 53L, 54L, 55L, 56L, 57L, 58L, 59L, 60L);
    Path file =
        CodedClip.of("mpeg4", AV_PIX_FMT_YUV420P, 64, 48)
            .with(context -> context.max_b_frames(2), frame -> {})
            .write(folder.resolve(name), times, ShownDurationsTest::grey);

    List<Long> durations = durations(file);

    // FFmpeg's muxer may end an MP4's edit list before its last frames
    assertThat(durations).hasSizeBetween(10, 12);
    assertThat(durations.get(0)).isEqualTo(2_000_000);
    assertThat(durations.subList(1, durations.size()))
        .allSatisfy(duration -> assertThat(duration).isBetween(39_000L, 81_000L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.mov", "a.gif", "a.apng"})
  void unevenFramesAreShownUntilTheNextOne(String name) {
    String encoder = name.endsWith("gif") ? "gif" : name.endsWith("apng") ? "apng" : "mpeg4";
    int format =
        switch (encoder) {
          case "gif" -> org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB8;
          case "apng" -> org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
          default -> AV_PIX_FMT_YUV420P;
        };
    Path file =
        CodedClip.of(encoder, format, 64, 48)
            .write(folder.resolve(name), List.of(0L, 1L, 6L, 8L), ShownDurationsTest::grey);

    List<Long> durations = durations(file);

    assertThat(durations).hasSize(4);
    assertThat(durations.subList(0, 3)).containsExactly(40_000L, 200_000L, 80_000L);
    assertThat(durations.get(3)).isPositive().isLessThanOrEqualTo(200_000);
  }

  @Test
  void whatFilmLeavesOutForTelevisionIsShownLonger() {
    // 3:2 pulldown by flags: every other frame is shown for three fields
    Path file =
        CodedClip.of("mpeg2video", AV_PIX_FMT_YUV420P, 64, 48)
            .write(
                folder.resolve("film.ts"),
                List.of(0L, 1L, 3L, 4L, 6L, 7L),
                ShownDurationsTest::grey);

    assertThat(durations(file).subList(0, 5))
        .containsExactly(40_000L, 80_000L, 40_000L, 80_000L, 40_000L);
  }

  @Test
  void theEndOfTheStreamEndsTheLastFrame() {
    FixedVideo source = FixedVideo.of(List.of(10_000, 30_000, 70_000));

    ShownDurations shown = new ShownDurations(source);

    assertThat(
            List.of(
                shown.next().orElseThrow().durationUs(),
                shown.next().orElseThrow().durationUs(),
                shown.next().orElseThrow().durationUs()))
        .containsExactly(10_000L, 30_000L, 70_000L);
    assertThat(shown.next()).isEmpty();
    assertThat(shown.next()).isEmpty();
  }
}

package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoRoundTripTest {

  @TempDir Path folder;

  @Test
  void framesComeBackInNumberTimeAndLooks() {
    List<VideoFrame> frames = Clips.testFrames(64, 48, 30);

    List<VideoFrame> read =
        Clips.read(Clips.write(folder.resolve("a.mp4"), frames, SinkOptions.defaults()));

    assertThat(Clips.times(read)).isEqualTo(Clips.times(frames)).hasSize(30);
    assertThat(read).allSatisfy(frame -> assertThat(frame.durationUs()).isEqualTo(40_000));
    for (int i = 0; i < 30; i++) {
      assertThat(Clips.difference(read.get(i).picture(), frames.get(i).picture())).isLessThan(12);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void variableFrameRatesSurviveToTheMicrosecond(long seed) {
    Random random = new Random(seed);
    List<VideoFrame> frames = new ArrayList<>();
    long time = 0;
    for (VideoFrame frame : Clips.testFrames(64, 48, 25)) {
      frames.add(new VideoFrame(frame.picture(), time, 0));
      time += 5_000 + random.nextInt(300_000);
    }
    VideoFrame last = frames.remove(24);
    frames.add(new VideoFrame(last.picture(), last.captureTimeUs(), 777_777));

    List<VideoFrame> read =
        Clips.read(Clips.write(folder.resolve("vfr.mp4"), frames, SinkOptions.defaults()));

    assertThat(Clips.times(read)).isEqualTo(Clips.times(frames));
    assertThat(read.get(24).durationUs()).isEqualTo(777_777);
  }

  @Test
  void timesInAFileBeginWithZero() {
    List<VideoFrame> late =
        Clips.testFrames(64, 48, 3).stream()
            .map(f -> new VideoFrame(f.picture(), f.captureTimeUs() + 5_000_000_000L, 40_000))
            .toList();

    Path file = Clips.write(folder.resolve("late.mp4"), late, SinkOptions.defaults());

    assertThat(Clips.times(Clips.read(file))).containsExactly(0L, 40_000L, 80_000L);
  }

  @Test
  void coloursAreKept() {
    int[][] colours = {{200, 30, 40}, {20, 180, 60}, {30, 60, 210}, {250, 250, 250}, {5, 5, 5}};
    for (int[] colour : colours) {
      VideoFrame frame =
          new VideoFrame(Clips.plain(64, 64, colour[0], colour[1], colour[2]), 0, 40_000);
      Path file = Clips.write(folder.resolve("c.mp4"), List.of(frame), SinkOptions.defaults());

      assertThat(Clips.difference(Clips.read(file).get(0).picture(), frame.picture()))
          .as("red, green, blue %s", List.of(colour[0], colour[1], colour[2]))
          .isLessThan(3);
    }
  }

  @Test
  void oneFrameMakesAVideoOfItsDuration() {
    VideoFrame frame = new VideoFrame(Clips.plain(64, 64, 9, 99, 199), 0, 123_456);

    Path file = Clips.write(folder.resolve("one.mp4"), List.of(frame), SinkOptions.defaults());

    assertThat(Clips.read(file)).singleElement().extracting("durationUs").isEqualTo(123_456L);
  }

  @Test
  void oddSizesArePaddedAndSaidSo() {
    List<VideoFrame> frames =
        Clips.read(
            "lavfi:testsrc2=size=130x98:rate=25",
            SourceOptions.all().withSize(new FrameSize(65, 49)).withMaxFrames(3));
    Path file = folder.resolve("odd.mp4");
    VideoSink sink = VideoSinks.open(file, SinkOptions.defaults());
    try (sink) {
      frames.forEach(sink::write);
    }

    assertThat(sink.notes()).singleElement().asString().contains("from 65x49 to 66x50");
    assertThat(Clips.read(file))
        .allSatisfy(
            f -> {
              assertThat(f.picture().width()).isEqualTo(66);
              assertThat(f.picture().height()).isEqualTo(50);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mkv", "a.mov", "a.m4v", "a.webm"})
  void otherContainersKeepTimesToTheMillisecond(String name) {
    List<VideoFrame> frames = Clips.testFrames(64, 48, 10);

    Path file = Clips.write(folder.resolve(name), frames, SinkOptions.defaults());

    assertThat(Clips.times(Clips.read(file))).isEqualTo(Clips.times(frames));
  }

  @Test
  void picturesAreWrittenAndReadInOrderWithoutLoss() {
    List<VideoFrame> frames = Clips.testFrames(33, 21, 12);
    Clips.write(folder.resolve("p%d.png"), frames, SinkOptions.defaults());

    for (String location : List.of("", "p%d.png", "p*.png")) {
      List<VideoFrame> read = Clips.read(folder.resolve(location).toString(), SourceOptions.all());
      assertThat(read).isEqualTo(frames);
    }
  }

  @Test
  void anMp4WrittenInFragmentsIsAnOrdinaryOneOnceClosed() {
    List<VideoFrame> frames = Clips.testFrames(64, 48, 60);

    Path file =
        Clips.write(
            folder.resolve("f.mp4"),
            frames,
            SinkOptions.defaults().withLayout(SinkOptions.Layout.FRAGMENTED));

    assertThat(Clips.times(Clips.read(file))).isEqualTo(Clips.times(frames));
  }
}

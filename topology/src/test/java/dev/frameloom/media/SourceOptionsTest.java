package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOptionsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"32x32,32,32", "32x0,32,24", "0x12,16,12", "100x-1,100,76", "63x0,63,48"})
  void sizesKeepTheAspectWhereOneSideIsLeftOpen(String size, int width, int height) {
    Picture picture =
        Clips.read(
                "lavfi:testsrc2=size=64x48:rate=25",
                SourceOptions.all().withSize(FrameSize.parse(size)).withMaxFrames(1))
            .get(0)
            .picture();

    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "99999", "51 2", "0x0", "x", "-5x4", "99999x3", "512 by 512"})
  void otherSizesAreRefused(String size) {
    assertThatThrownBy(() -> FrameSize.parse(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void aPartOfAClipKeepsItsTimes() {
    Path clip =
        Clips.write(folder.resolve("a.mp4"), Clips.testFrames(64, 48, 50), SinkOptions.defaults());
    SourceOptions part = SourceOptions.all().withStart(Duration.ofSeconds(1)).withMaxFrames(3);

    assertThat(Clips.times(Clips.read(clip.toString(), part)))
        .containsExactly(1_000_000L, 1_040_000L, 1_080_000L);
  }

  @ParameterizedTest
  @CsvSource({"25,50", "12.5,25", "50,100", "10,20", "24,48", "1,2", "30,60"})
  void resamplingKeepsTheDuration(double fps, int count) {
    Path clip =
        Clips.write(folder.resolve("a.mp4"), Clips.testFrames(64, 48, 50), SinkOptions.defaults());
    List<VideoFrame> frames = Clips.read(clip.toString(), SourceOptions.all().withFps(fps));

    assertThat(frames).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(frames.get(i).captureTimeUs()).isEqualTo(Math.round(i * 1e6 / fps));
    }
  }

  @Property(tries = 200)
  void eachTickShowsTheFrameOfThatTime(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 400_000) Integer> durations,
      @ForAll @IntRange(min = 1, max = 60) int fps) {
    FixedVideo source = FixedVideo.of(durations);
    ResampledVideo resampled = new ResampledVideo(source, fps);
    long tick = 0;
    for (var next = resampled.next(); next.isPresent(); next = resampled.next()) {
      VideoFrame frame = next.get();
      assertThat(frame.captureTimeUs()).isEqualTo(Math.round(tick * (1e6 / fps)));
      assertThat(source.indexOf(frame.picture())).isEqualTo(source.shownAt(frame.captureTimeUs()));
      tick++;
    }
    double wanted = source.lastUs() / 1e6 * fps;
    assertThat((double) tick).isBetween(Math.floor(wanted), Math.ceil(wanted) + 1);
  }

  @Test
  void aSizeThatChangesOnTheWayIsScaledToTheFirstAndCounted() {
    for (int i = 0; i < 4; i++) {
      int size = i < 2 ? 64 : 32;
      Path one = folder.resolve("s" + i + "_%d.png");
      Clips.write(one, Clips.testFrames(size, size, 1), SinkOptions.defaults());
    }

    try (VideoSource source =
        VideoSources.open(folder.resolve("s*.png").toString(), SourceOptions.all())) {
      for (int i = 0; i < 4; i++) {
        assertThat(source.next().orElseThrow().picture().width()).isEqualTo(64);
      }
      assertThat(source.next()).isEmpty();
      assertThat(source.warnings())
          .containsExactly(
              "2 frames had another size than the first (64x64) and were scaled to 64x64");
    }
  }

  @Test
  void pictureNamesAreOrderedAsPeopleCount() {
    List<String> names = List.of("a10.png", "a9.png", "a09.png", "a1b2.png", "b.png", "a.png");

    assertThat(names.stream().sorted(NaturalOrder::compare).toList())
        .containsExactly("a1b2.png", "a09.png", "a9.png", "a10.png", "a.png", "b.png");
  }

  @Test
  void theSampleClipIsReadWithItsTimes() {
    Path sample = Clips.sample("woman-running.mp4");
    List<VideoFrame> frames =
        Clips.read(sample.toString(), SourceOptions.all().withSize(FrameSize.parse("256x256")));

    assertThat(frames).hasSize(120);
    assertThat(frames.get(119).captureTimeUs() - frames.get(0).captureTimeUs())
        .isEqualTo(119 * 50_000);
  }
}

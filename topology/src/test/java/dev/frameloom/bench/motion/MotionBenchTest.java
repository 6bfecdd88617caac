package dev.frameloom.bench.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.media.MediaException;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.sample.SampleClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench on small frames: that all of it runs, not what it measures. */
class MotionBenchTest {

  @TempDir private Path folder;

  @Test
  void every_part_has_rows() throws IOException {
    MotionReport report = bench(64, Optional.empty(), MotionOptions.PARTS);
    assertThat(report.rows())
        .extracting(MotionRow::part)
        .contains("flow", "warp", "masks", "propagation", "metrics");
    assertThat(report.rows()).allMatch(row -> row.seconds().size() == 1 && row.millis() > 0);
    assertThat(report.memory()).extracting(MemoryTrace.Row::frames).containsExactly(1, 2, 3);
    assertThat(report.text())
        .contains(
            "DIS, both ways",
            "GMFlow",
            "LPIPS by VGG-16",
            "soft edges, tensors",
            "zoom 0.95",
            "heap");
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.get("rows")).hasSameSizeAs(report.rows());
    assertThat(json.at("/rows/0/runs_s")).hasSize(1);
    assertThat(json.get("errors")).hasSize(report.errors().size());
    assertThat(json.at("/memory/2/heap_bytes").asLong()).isPositive();
  }

  @Test
  void frames_of_a_clip_are_cut_to_squares_and_scaled() {
    Path clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, 4);
    MotionFrames frames = MotionFrames.of(clip, 128);
    assertThat(frames.pictures())
        .hasSize(4)
        .allMatch(it -> it.width() == 128 && it.height() == 128);
    assertThat(bench(64, Optional.of(clip), List.of("errors")).rows()).isEmpty();
  }

  /** Two keyframes with nothing between them: there is no interval to paint. */
  @Test
  void a_clip_of_two_frames_has_no_row_for_an_interval() {
    Path clip = folder.resolve("two.mp4");
    SampleClip.write(clip, 64, 64, 2);
    assertThat(bench(64, Optional.of(clip), List.of("propagation")).rows())
        .extracting(MotionRow::what)
        .contains("flow blend")
        .noneMatch(what -> what.startsWith("interval"));
  }

  @Test
  void a_clip_of_one_frame_or_of_none_is_refused() throws IOException {
    Path still = folder.resolve("still.mp4");
    SampleClip.write(still, 64, 64, 1);
    assertThatThrownBy(() -> MotionFrames.of(still, 64))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("still.mp4")
        .hasMessageContaining("two");
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    assertThatThrownBy(() -> MotionFrames.of(text, 64))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("text.mp4");
  }

  @Test
  void numbers_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> bench(100, Optional.empty(), MotionOptions.PARTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 64")
        .hasMessageContaining("100");
    assertThatThrownBy(() -> bench(64, Optional.empty(), List.of("flows")))
        .hasMessageContaining("flow, warp")
        .hasMessageContaining("flows");
  }

  private static MotionReport bench(int size, Optional<Path> clip, List<String> parts) {
    MotionOptions options =
        new MotionOptions(size, 1, 3, clip, List.of(), Optional.empty(), parts, "cpu", 1);
    return new MotionBench(options, ProgressListener.NONE).run();
  }
}

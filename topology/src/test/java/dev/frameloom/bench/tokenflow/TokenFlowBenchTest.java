package dev.frameloom.bench.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.cli.TestModels;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.media.MediaException;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.sample.SampleClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench on small frames and few steps: that all of it runs, not what it measures. */
class TokenFlowBenchTest {

  @TempDir private Path folder;

  @Test
  void every_method_has_a_row_of_figures_and_of_pictures() throws Exception {
    Path clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, 5);
    JsonNode rows = measured(List.of("quality"), List.of(clip), 5).get("quality");
    assertThat(rows.findValuesAsText("method"))
        .containsExactly(
            "source",
            "reconstruction: DDIM inversion",
            "reconstruction: tokenflow",
            "per-frame",
            "extended-attention",
            "tokenflow, fixed keyframes",
            "tokenflow",
            "tokenflow, official",
            "tokenflow, sdedit");
    assertThat(rows)
        .allMatch(row -> row.get("frames").asInt() == 5 && row.get("warp_error").asDouble() > 0);
    assertThat(rows.get(0).has("psnr")).isFalse();
    assertThat(rows).filteredOn(row -> row.has("seconds_per_frame")).hasSize(8);
    assertThat(rows.get(3).get("ratio_to_per_frame").asDouble()).isEqualTo(1);
    Picture frames = picture("clip-frames.png");
    assertThat(frames.width()).isEqualTo(5 * 64 + 4 * 4);
    assertThat(frames.height()).isGreaterThan(9 * 64);
    assertThat(picture("clip-time.png").width()).isEqualTo(800);
  }

  @Test
  void fewer_steps_are_held_against_the_first_number_of_them() throws IOException {
    JsonNode rows = measured(List.of("few-steps"), List.of(), 3).get("few-steps");
    assertThat(rows.findValuesAsText("steps")).containsExactly("2", "1");
    assertThat(rows.get(0).has("psnr_to_first")).isFalse();
    assertThat(rows.get(1).get("psnr_to_first").asDouble()).isPositive();
  }

  @Test
  void joins_are_told_from_what_is_inside_of_windows() throws IOException {
    // windows of five frames: 0 … 4, 4 … 8, 8 … 9
    JsonNode rows = measured(List.of("joins"), List.of(), 10).get("joins");
    assertThat(rows.findValuesAsText("edit"))
        .containsExactly("source", "stream's windows", "windows alone", "windows alone, official");
    for (JsonNode row : rows) {
      assertThat(row.get("joins").asInt()).isEqualTo(2);
      double joins = row.get("warp_error_at_joins").asDouble();
      assertThat(row.get("ratio").asDouble() * row.get("warp_error_inside").asDouble())
          .isCloseTo(joins, within(1e-9));
    }
  }

  @Test
  void memory_is_looked_at_while_a_stream_goes_by() throws IOException {
    JsonNode rows = measured(List.of("memory"), List.of(), 10).get("memory");
    assertThat(rows.findValuesAsText("frames")).containsExactly("1", "2", "5", "10");
    assertThat(rows).allMatch(row -> row.get("heap_bytes").asLong() > 0);
  }

  @Test
  void speed_is_told_stage_by_stage_and_in_rows_of_the_unet() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("script.sh"),
            """
            while [ "$1" != --out ]; do shift; done
            echo '{"seconds_per_frame": 7.5, "stages": {
              "encode": {"seconds_per_frame": 0.5},
              "inversion": {"seconds_per_frame": 2, "rows": 6},
              "reconstruction": {"seconds_per_frame": 1.5, "rows": 6},
              "reconstructed": {"seconds_per_frame": 0.25},
              "editing": {"seconds_per_frame": 3, "rows": 27},
              "decode": {"seconds_per_frame": 0.25}}}' > "$2"
            """);
    JsonNode report = measured(List.of("speed"), List.of(), 6, Optional.of(code(script)));
    JsonNode times = report.get("speed");
    assertThat(times.findValuesAsText("edit"))
        .containsExactly(
            "tokenflow, official",
            "tokenflow, official, again",
            "tokenflow",
            "tokenflow, again",
            "published code");
    assertThat(times)
        .allMatch(row -> row.get("sampling").asDouble() > 0 && row.get("encode").asDouble() > 0);
    JsonNode rows = report.get("row-calls");
    // one step each way, three branches, six frames, three keyframes beside them
    assertThat(rows.get(0).get("edit").asText()).isEqualTo("published code, scheduled");
    assertThat(rows.get(0).get("inversion").asDouble()).isEqualTo(1);
    assertThat(rows.get(0).get("reconstruction").asDouble()).isEqualTo(1);
    assertThat(rows.get(0).get("sampling").asDouble()).isEqualTo(3 * (6 + 3) / 6.0);
    assertThat(rows.get(1).get("all").asDouble()).isEqualTo(1 + 4.5);
    assertThat(rows).filteredOn(row -> row.get("edit").asText().contains("counted")).hasSize(5);
    JsonNode counted = rows.get(3);
    assertThat(counted.get("inversion").asDouble()).isEqualTo(1);
    assertThat(counted.get("sampling").asDouble()).isBetween(2.0, 4.5);
    assertThat(times.get(4).get("reconstruction").asDouble()).isEqualTo(1.75);
    assertThat(times.get(4).get("sampling").asDouble()).isEqualTo(3);
    assertThat(rows.get(7).get("all").asDouble()).isEqualTo(39 / 6.0);
  }

  @Test
  void what_the_published_code_can_not_do_is_said() throws IOException {
    Path script = Files.writeString(folder.resolve("script.sh"), "echo no checkout >&2; exit 2");
    assertThatThrownBy(() -> measured(List.of("speed"), List.of(), 5, Optional.of(code(script))))
        .hasMessageContaining("multiple of --interval")
        .hasMessageContaining("5");
    assertThatThrownBy(() -> code(script).time(6, 64, 2, new RowCalls.Schedule(1, 1, 3)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("script.sh failed: no checkout");
  }

  @Test
  void a_stream_samples_its_anchor_and_boundaries_once_more_in_each_window() {
    RowCalls.Schedule schedule = new RowCalls.Schedule(50, 10, 3);
    // windows of 5 of which each but the first has the anchor beside it: 5 + 6 + 3
    assertThat(RowCalls.stream(schedule, 10, new Cut.Windows(Cut.STREAM, 2, 3)))
        .isEqualTo(new RowCalls(500, 0, 14 * 3 * 10));
  }

  private OfficialCode code(Path script) {
    return new OfficialCode(Path.of("/bin/sh"), script, folder, folder, 1);
  }

  @Test
  void windows_publish_each_frame_once_and_share_their_boundary_or_nothing() {
    assertThat(new Cut.Windows(Cut.STREAM, 2, 3).of(10))
        .containsExactly(
            new Cut.Span(0, 0, 5, 0), new Cut.Span(0, 4, 9, 1), new Cut.Span(0, 8, 10, 1));
    assertThat(new Cut.Windows(Cut.ALONE, 2, 3).of(10))
        .containsExactly(
            new Cut.Span(0, 0, 5, 0), new Cut.Span(5, 5, 9, 0), new Cut.Span(9, 9, 10, 0));
    assertThat(new Cut.Windows(Cut.WHOLE, 2, 3).of(10)).containsExactly(new Cut.Span(0, 0, 10, 0));
    assertThat(new Cut.Windows(Cut.STREAM, 2, 3).of(9)).hasSize(2);
  }

  @Test
  void a_clip_is_played_forward_and_backward() {
    BenchClip clip = BenchClip.all(List.of(), 16, 3).get(0);
    assertThat(clip.frames()).hasSize(3);
    assertThat(List.of(clip.frame(3), clip.frame(4), clip.frame(6)))
        .containsExactly(clip.frame(1), clip.frame(0), clip.frame(2));
  }

  @Test
  void what_can_not_be_measured_is_refused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    assertThatThrownBy(() -> measured(List.of("joins"), List.of(text), 4))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("text.mp4");
    assertThatThrownBy(() -> measured(List.of("joints"), List.of(), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("joins")
        .hasMessageContaining("joints");
    assertThatThrownBy(() -> measured(List.of("joins"), List.of(), 1))
        .hasMessageContaining("--frames: expected 2 or more, found 1");
  }

  private Picture picture(String name) throws Exception {
    return PictureCodec.decode(Files.readAllBytes(folder.resolve(name)));
  }

  private JsonNode measured(List<String> parts, List<Path> clips, int frames) throws IOException {
    return measured(parts, clips, frames, Optional.empty());
  }

  private JsonNode measured(
      List<String> parts, List<Path> clips, int frames, Optional<OfficialCode> official)
      throws IOException {
    TokenFlowBenchOptions options =
        new TokenFlowBenchOptions(
            parts,
            clips,
            64,
            OptionalInt.of(frames),
            new EditParameters("tokenflow", "tiny", "ink", "", 0, 1, 1, 2, Map.of()),
            2,
            3,
            List.of(2, 1),
            1,
            official,
            Optional.of(folder));
    TokenFlowBench bench =
        new TokenFlowBench(
            options,
            () -> new EditRuntime(name -> TestModels.model(), "cpu"),
            ProgressListener.NONE);
    return new ObjectMapper().readTree(bench.run().json());
  }
}

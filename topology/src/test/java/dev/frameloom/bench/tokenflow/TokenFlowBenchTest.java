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
            Optional.of(folder));
    TokenFlowBench bench =
        new TokenFlowBench(
            options,
            () -> new EditRuntime(name -> TestModels.model(), "cpu"),
            ProgressListener.NONE);
    return new ObjectMapper().readTree(bench.run().json());
  }
}

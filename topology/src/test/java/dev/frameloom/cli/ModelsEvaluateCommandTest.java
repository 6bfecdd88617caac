package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with a tiny untrained model, in few steps; what models are worth is no matter. */
class ModelsEvaluateCommandTest {

  private static final Path SAMPLES = Path.of("..", "samples");

  @TempDir Path folder;

  private static CliRun evaluate(String... args) {
    List<String> all = new ArrayList<>(List.of("models", "evaluate", "tiny"));
    all.addAll(List.of(args));
    all.addAll(TestModels.flags());
    return CliRun.of(all);
  }

  @Test
  void all_measures_are_told_by_clip_and_size_and_style_and_on_the_whole() throws Exception {
    Path sheet = folder.resolve("sheet.png");
    JsonNode found =
        evaluate(
                "--clips=" + SAMPLES,
                "--sizes=64,32",
                "--frames=2",
                "--steps=2",
                "--styles=ink, pencil sketch",
                "--sheet=" + sheet,
                "--cell=32",
                "--json")
            .json();

    for (String key : List.of("vaePsnr", "inversionPsnr", "adherence", "edgeCorrelation")) {
      assertThat(found.path(key).isNumber()).as(key).isTrue();
    }
    for (String key : List.of("adherenceUnguided", "vaeMeanShift", "psnrToStyle")) {
      assertThat(found.path(key).isNumber()).as(key).isTrue();
    }
    assertThat(found.path("trained").asBoolean()).isFalse();
    assertThat(found.path("styles").get(1).path("prompt").asText()).isEqualTo("a pencil sketch");
    assertThat(found.path("clips")).hasSize(2);
    JsonNode clip = found.path("clips").get(1);
    assertThat(clip.path("clip").asText()).isEqualTo("rolling-wheel.mp4");
    assertThat(clip.path("size").asInt()).isEqualTo(32);
    assertThat(clip.path("frames").toString()).isEqualTo("[24,72]");
    assertThat(clip.path("styles").get(0).path("style").asText()).isEqualTo("ink");
    assertThat(clip.path("styles").get(0).path("adherence").isNumber()).isTrue();
    Picture drawn = PictureCodec.decode(Files.readAllBytes(sheet));
    assertThat(drawn).extracting(Picture::width, Picture::height).containsExactly(196, 148);
  }

  @Test
  void people_get_a_table_and_the_sample_where_no_clips_are_named() {
    CliRun run =
        evaluate("--sizes=32", "--frames=1", "--steps=1", "--styles=snow", "--no-unguided");

    assertThat(run.succeeded().out())
        .contains("tiny (untrained)", "rolling-wheel.mp4  32x32", "INVERSION", "snow", "–");
  }

  @Test
  void what_can_not_be_evaluated_is_said_before_any_work() throws IOException {
    CliRun.of("models", "evaluate", "absent", "--set", "models.dir=" + folder)
        .failed(ExitCode.MODEL, "no model absent");
    evaluate("--clips=" + folder).failed(ExitCode.MEDIA, "no clips are there");
    evaluate("--clips=" + folder.resolve("absent")).failed(ExitCode.MEDIA, "absent");
    Files.writeString(folder.resolve("broken.mp4"), "no video");
    evaluate("--clips=" + folder).failed(ExitCode.MEDIA, "broken.mp4");
    evaluate("--sheet=" + folder.resolve("absent/sheet.png")).failed(ExitCode.MEDIA, "sheet.png");
    evaluate("--styles=cubism").failed(ExitCode.USAGE, "found cubism", "pencil sketch");
    evaluate("--sizes=60").failed(ExitCode.USAGE, "multiples of 8, found 60");
    evaluate("--strength=0").failed(ExitCode.USAGE, "strength");
    evaluate("--frames=0").failed(ExitCode.USAGE, "--frames");
    evaluate("--cell=3").failed(ExitCode.USAGE, "--cell");
  }
}

package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.image.Picture;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.sample.SampleClip;
import dev.frameloom.sample.SampleScene;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TokenFlow as it was published, which knows clips and no windows. */
@Timeout(120)
class WholeClipCommandTest {

  @TempDir Path folder;

  @Test
  void a_clip_is_one_window_whatever_is_in_the_picture() {
    SampleScene scene = new SampleScene(64, 64);
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      frames.add(new VideoFrame(i < 9 ? scene.frame(i) : white(), i * 40_000L, 40_000));
    }
    Path clip = Clips.write(folder.resolve("clip.mp4"), frames, SinkOptions.defaults());

    JsonNode whole = CliRun.of(command(clip, "official", "--json")).json();

    assertThat(whole.get("windows").asInt()).isEqualTo(1);
    assertThat(whole.get("keyframes").asInt()).isEqualTo(3);
    assertThat(whole.get("framesOut").asInt()).isEqualTo(18);
    assertThat(whole.get("failedWindows").asInt()).isZero();
  }

  @Test
  void a_clip_that_does_not_fit_into_one_is_refused_before_anything_is_started() {
    Path clip = folder.resolve("long.mp4");
    SampleClip.write(clip, 32, 32, 1018);

    CliRun.of(command(clip, "official"))
        .failed(ExitCode.FAILED, "compat=official", "one window", "has 1018 frames", "1017 fit");
    String budget = "editing.memory-budget=20000000";
    CliRun.of(command(clip, "paper", "--max-frames", "1000", "--set", budget))
        .failed(ExitCode.FAILED, "needs at least", "32x32", "budget 20 MB", "125 keyframes");
    assertThat(folder.resolve("out.mp4")).doesNotExist();
  }

  private List<String> command(Path clip, String compat, String... more) {
    List<String> args = new ArrayList<>(List.of("restyle", clip.toString(), "--prompt", "ink"));
    args.addAll(List.of("--method", "tokenflow", "--steps", "2", "--option", "compat=" + compat));
    args.addAll(List.of("--out", folder.resolve("out.mp4").toString()));
    args.addAll(TestModels.flags());
    args.addAll(List.of(more));
    return args;
  }

  private static Picture white() {
    byte[] rgb = new byte[64 * 64 * 3];
    java.util.Arrays.fill(rgb, (byte) -1);
    return new Picture(64, 64, rgb);
  }
}

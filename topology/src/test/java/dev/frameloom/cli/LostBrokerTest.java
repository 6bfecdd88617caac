package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.media.Clips;
import dev.frameloom.sample.SampleClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the folder that the embedded broker keeps its records in. */
@Timeout(120)
class LostBrokerTest {

  @TempDir Path folder;

  private CliRun restyle(String input, Path out, Path data, String... more) {
    java.util.List<String> args =
        new java.util.ArrayList<>(
            java.util.List.of("restyle", input, "--method", "none", "--out", out.toString()));
    args.addAll(java.util.List.of("--data-dir", data.toString()));
    args.addAll(java.util.List.of(more));
    return CliRun.of(args);
  }

  @Test
  void aBrokerThatLosesItsFolderIsSaidAndWhatWasWrittenPlays() throws Exception {
    Path data = folder.resolve("data");
    Path out = folder.resolve("out.mp4");
    CompletableFuture<CliRun> running =
        CompletableFuture.supplyAsync(
            () -> restyle("lavfi:testsrc2=size=96x64:rate=25", out, data),
            task -> new Thread(task, "restyle").start());
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> assertThat(running).isNotDone())
        .until(() -> Scratches.largest(folder) > 2_000);
    Files.move(data, folder.resolve("elsewhere"));
    running.get(60, TimeUnit.SECONDS).failed(ExitCode.FAILED, data.toString(), "gone");
    assertThat(Clips.read(out)).isNotEmpty();
  }

  @Test
  void aStreamThatIsKeptAlreadyIsNotMixedWithAnother() {
    Path clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, 6);
    Path data = folder.resolve("data");
    restyle(clip.toString(), folder.resolve("1.mp4"), data).succeeded();
    Path second = folder.resolve("2.mp4");
    restyle(clip.toString(), second, data)
        .failed(ExitCode.FAILED, "stream clip", "another stream id");
    assertThat(second).doesNotExist();
    restyle(clip.toString(), second, data, "--stream", "again").succeeded();
    assertThat(Clips.read(second)).hasSize(6);
  }
}

package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.media.Clips;
import dev.frameloom.media.VideoFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, as a terminal sends it to the process. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class InterruptedRestyleTest {

  private static final int INTERRUPTED = 130;
  private static final long INTERVAL_US = 40_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private ChildProcess endless(Path out, String... more) throws Exception {
    List<String> args =
        new ArrayList<>(
            List.of(
                "restyle",
                "lavfi:testsrc2=size=96x64:rate=25",
                "--method",
                "none",
                "--out",
                out.toString(),
                "-v"));
    args.addAll(List.of(more));
    return ChildProcess.start(folder, args);
  }

  private List<String> temporary() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void leavesAPlayableBeginningAndNothingElse() throws Exception {
    Path out = folder.resolve("out.mp4");
    try (ChildProcess restyle = endless(out, "--json")) {
      await()
          .atMost(PATIENCE)
          .failFast(() -> assertThat(restyle.isAlive()).as(restyle::err).isTrue())
          .until(() -> Scratches.largest(folder) > 2_000);
      restyle.interrupt();
      assertThat(restyle.exitCode(40)).as(restyle::err).isEqualTo(INTERRUPTED);
      assertThat(restyle.out()).contains("\"stopped\":true");
    }
    List<VideoFrame> frames = Clips.read(out);
    assertThat(frames).isNotEmpty();
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).captureTimeUs()).isEqualTo(i * INTERVAL_US);
    }
    assertThat(temporary()).isEmpty();
    assertThat(Scratches.in(folder)).isEmpty();
  }

  @Test
  void whileServicesStartStopsThemAgain() throws Exception {
    try (ChildProcess restyle = endless(folder.resolve("out.mp4"))) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .failFast(() -> assertThat(restyle.isAlive()).as(restyle::err).isTrue())
          .until(() -> temporary().stream().anyMatch(name -> name.startsWith("frameloom-broker")));
      restyle.interrupt();
      assertThat(restyle.exitCode(40)).as(restyle::err).isEqualTo(INTERRUPTED);
    }
    assertThat(temporary()).isEmpty();
  }
}

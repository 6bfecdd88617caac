package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's flags; what it measures is tested beside it. */
class BenchMotionCommandTest {

  @TempDir private Path folder;

  @Test
  void known_motions_are_shown_to_the_flows_of_a_size() {
    assertThat(bench("--size", "64", "--parts", "errors", "-q").succeeded().out())
        .contains("shift (12, 7)", "no flow")
        .doesNotContain("heap");
  }

  @Test
  void what_can_not_be_measured_is_named() {
    bench("--size", "100").failed(ExitCode.USAGE, "--size", "multiple of 64", "100");
    bench("--parts", "flows").failed(ExitCode.USAGE, "--parts", "flows");
    bench("--frames", "-1").failed(ExitCode.USAGE, "--frames", "-1");
    bench("--device", "abacus").failed(ExitCode.USAGE, "abacus");
    bench("--clip", "missing.mp4", "--parts", "errors").failed(ExitCode.MEDIA, "missing.mp4");
    Path absent = folder.resolve("absent");
    bench("--flow", absent.toString()).failed(ExitCode.MODEL, absent.toString());
    bench("--clip-model", absent.toString()).failed(ExitCode.MODEL, absent.toString());
  }

  private static CliRun bench(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "bench";
    arguments[1] = "motion";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return CliRun.of(arguments);
  }
}

package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's flags; what it measures is tested beside it. */
class BenchTokenFlowCommandTest {

  @TempDir private Path folder;

  @Test
  void flags_say_what_is_edited_and_the_method_says_the_rest() throws IOException {
    Path json = folder.resolve("result.json");
    String out =
        bench(
                "--part=few-steps",
                "--few-steps=1",
                "--size=64",
                "--frames=3",
                "--interval=2",
                "--source-prompt=a wheel",
                "--option=pnp-attention=0.3",
                "--json=" + json,
                "-q")
            .succeeded()
            .out();
    assertThat(out)
        .contains("an oil painting", "50 steps", "guidance 7.5", "warp error ×10⁻³", "s/frame");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("interval").asInt()).isEqualTo(2);
    assertThat(report.get("window_keyframes").asInt()).isEqualTo(3);
    assertThat(report.at("/options/source-prompt").asText()).isEqualTo("a wheel");
    assertThat(report.at("/options/pnp-attention").asText()).isEqualTo("0.3");
    assertThat(report.at("/few-steps/0/seconds_per_frame").asDouble()).isPositive();
  }

  @Test
  void what_can_not_be_measured_is_named() {
    bench("--part=quantity").failed(ExitCode.USAGE, "--part", "quality", "quantity");
    bench("--size=8").failed(ExitCode.USAGE, "--size", "8");
    bench("--frames=1").failed(ExitCode.USAGE, "--frames", "1");
    bench("--window-keyframes=1").failed(ExitCode.USAGE, "window", "1");
    bench("--few-steps=0").failed(ExitCode.USAGE, "--few-steps", "0");
    bench("--memory-steps=0").failed(ExitCode.USAGE, "--memory-steps", "0");
    bench("--python=python3").failed(ExitCode.USAGE, "--checkout");
    bench("--python=absent", "--checkout=.").failed(ExitCode.USAGE, "--python", "absent");
    bench("--option=pnp=1").failed(ExitCode.USAGE, "--option", "pnp");
    bench("--steps=4", "--inversion-steps=2").failed(ExitCode.USAGE, "inversion-steps", "2");
    bench("--device=abacus").failed(ExitCode.USAGE, "abacus");
    bench("missing.mp4").failed(ExitCode.MEDIA, "missing.mp4");
    bench("--model=absent").failed(ExitCode.MODEL, "absent");
  }

  private static CliRun bench(String... options) {
    List<String> arguments = new ArrayList<>(List.of("bench", "tokenflow"));
    arguments.addAll(TestModels.flags());
    arguments.addAll(List.of(options));
    return CliRun.of(arguments);
  }
}

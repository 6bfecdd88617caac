package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {

  @Test
  void theConfigThatIsListedIsThatOfTheMethod() {
    CliRun run = CliRun.of("config", "--set", "edit.method=none", "--set", "edit.options=a=1,b=2");
    assertThat(run.succeeded().out().lines())
        .anyMatch(line -> line.matches("edit\\.steps +10 +default of method none"))
        .anyMatch(line -> line.matches("edit\\.options +a=1,b=2 +command line"));
    // what the model recommends goes over that, and under whatever somebody sets
    Path models = Path.of("target", "no-models-here");
    CliRun shipped =
        CliRun.of(
            "config",
            "--set=models.dir=" + models,
            "--set=edit.method=tokenflow",
            "--set=edit.guidance-scale=3");
    assertThat(shipped.succeeded().out().lines())
        .anyMatch(line -> line.matches("edit\\.strength .* recommended by miniature for tokenflow"))
        .anyMatch(line -> line.matches("edit\\.guidance-scale +3\\.0 +command line"))
        .anyMatch(line -> line.matches("edit\\.keyframe-interval +8 +default of method tokenflow"));
    assertThat(models).as("a listing puts no model there").doesNotExist();
    CliRun.of("config", "--set", "edit.method=oil").failed(ExitCode.USAGE, "edit.method", "'oil'");
  }
}

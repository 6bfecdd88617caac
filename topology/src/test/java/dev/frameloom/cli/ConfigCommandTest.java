package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigCommandTest {

  @Test
  void theConfigThatIsListedIsThatOfTheMethod() {
    CliRun run = CliRun.of("config", "--set", "edit.method=none", "--set", "edit.options=a=1,b=2");
    assertThat(run.succeeded().out().lines())
        .anyMatch(line -> line.matches("edit\\.steps +10 +default of method none"))
        .anyMatch(line -> line.matches("edit\\.options +a=1,b=2 +command line"));
    CliRun.of("config", "--set", "edit.method=oil").failed(ExitCode.USAGE, "edit.method", "'oil'");
  }
}

package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

  static Stream<String> commands() {
    return all(Main.commandLine(), "").filter(name -> !name.endsWith("help"));
  }

  private static Stream<String> all(CommandLine line, String path) {
    return line.getSubcommands().entrySet().stream()
        .flatMap(
            entry -> {
              String name = (path + " " + entry.getKey()).strip();
              return Stream.concat(Stream.of(name), all(entry.getValue(), name));
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    String help = CliRun.of((command + " --help").split(" ")).succeeded().out();
    assertThat(help).contains("Usage: frameloom " + command);
    if (!command.contains(" ")) {
      assertThat(help).contains("Example").contains("  frameloom " + command);
    }
  }

  @Test
  void theExitCodesAreDocumented() {
    String help = CliRun.of("--help").succeeded().out();
    assertThat(help).contains("Exit codes:", "  0 ", "  1 ", "  2 ", "  3 ", "  4 ", "  5 ", "130");
  }
}

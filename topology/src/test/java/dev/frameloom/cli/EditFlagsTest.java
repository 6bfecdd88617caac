package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class EditFlagsTest {

  @Command
  private static final class Edit {
    @Mixin private CommonOptions common;
    @Mixin private EditFlags edit;
  }

  private static Config config(String... args) {
    Edit command = new Edit();
    new CommandLine(command).parseArgs(args);
    return command.edit.config(command.common);
  }

  @Test
  void optionsAreAddedToThoseOfThePropertyAndReplaceThoseOfTheSameName() {
    Config config =
        config(
            "--set",
            "edit.options=a=1,b=two\\, or three,c=C:\\\\x",
            "--option",
            "a=4",
            "--option",
            "source-prompt=a dog, running=fast \\o/",
            "--option",
            "a=5");
    assertThat(config.get(Settings.OPTIONS).byName())
        .containsOnly(
            Map.entry("a", "5"),
            Map.entry("b", "two, or three"),
            Map.entry("c", "C:\\x"),
            Map.entry("source-prompt", "a dog, running=fast \\o/"));
  }

  @Test
  void withoutFlagsThePropertiesAreAsTheyAre() {
    Config config = config("--set", "edit.options=a=1");
    assertThat(config.get(Settings.OPTIONS).byName()).containsOnly(Map.entry("a", "1"));
    assertThat(config.source(Settings.OPTIONS)).isEqualTo("command line");
    assertThat(config.isSet(Settings.STEPS)).isFalse();
    assertThat(config("--steps", "9").get(Settings.STEPS)).isEqualTo(9);
    assertThat(config().get(Settings.OPTIONS).byName()).isEmpty();
  }
}

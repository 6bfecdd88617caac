package dev.frameloom.cli;

import dev.frameloom.config.Config;
import dev.frameloom.config.Setting;
import dev.frameloom.config.Settings;
import dev.frameloom.config.SettingsTable;
import dev.frameloom.roles.ModelConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = "Lists every property with the value in force and where it was set.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom config --config frameloom.properties",
      "  frameloom config --markdown                    (what docs/configuration.md holds)",
    })
final class ConfigCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Option(names = "--markdown", description = "Print the documentation of all properties instead.")
  private boolean markdown;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(SettingsTable.markdown());
      out.flush();
      return ExitCode.OK;
    }
    Config config = ModelConfig.resolved(common.config());
    for (Setting<?> setting : Settings.all()) {
      out.printf("%-34s %-28s %s%n", setting.key(), config.get(setting), config.source(setting));
    }
    out.flush();
    return ExitCode.OK;
  }
}

package dev.frameloom.cli;

import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.roles.ModelFolders;
import dev.frameloom.roles.UntrainedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Makes a small untrained model: the real layout, made-up weights.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  frameloom models init sketch --weights-seed 7"})
final class ModelsInitCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|FOLDER",
      defaultValue = ModelFolders.DEFAULT_MODEL,
      description = "Where (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--weights-seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the weights; the same seed gives the same files.")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ModelFolders folders = new ModelFolders(common.config());
    Path folder = folders.folder(model);
    if (Files.exists(folder)) {
      throw new ParameterException(
          spec.commandLine(), folder + " is there already; remove it first, or name another");
    }
    if (!ModelFolders.isPath(model)) {
      checkName();
    }
    UntrainedModels.create(folders, model, seed);
    spec.commandLine().getOut().println(folder + ": untrained model, weights seed " + seed);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private void checkName() {
    try {
      CatalogEntry.checkName(model);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}

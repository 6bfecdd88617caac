package dev.frameloom.cli;

import dev.frameloom.catalog.Catalog;
import dev.frameloom.catalog.ModelRemoval;
import dev.frameloom.roles.ModelFolders;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "remove",
    description =
        "Takes a model out of the catalog, and deletes its files where they are the catalog's own;"
            + " those of a linked model stay.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  frameloom models remove sd15"})
final class ModelsRemoveCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "NAME", description = "Which.")
  private String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Catalog catalog = new ModelFolders(common.config()).catalog();
    spec.commandLine().getOut().println(ModelRemoval.remove(catalog, name));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}

package dev.frameloom.cli;

import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ShippedModel;
import dev.frameloom.roles.ModelFolders;
import dev.frameloom.weights.ModelLoadException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "Puts the small trained model that ships with Frameloom where models are kept; or a copy of"
          + " it, under another name or in a folder.",
      "",
      "Commands that use it do the former by themselves: this is for a folder that they can't write"
          + " to, and to have the model as a diffusers folder.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom models init",
      "  frameloom models init --set models.dir=/srv/models",
      "  frameloom models init ./miniature",
    })
final class ModelsInitCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|FOLDER",
      defaultValue = ModelFolders.DEFAULT_MODEL,
      description = "Where (default: ${DEFAULT-VALUE}).")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ModelFolders folders = new ModelFolders(common.config());
    ShippedModel shipped = folders.shipped();
    if (model.equals(ModelFolders.DEFAULT_MODEL)) {
      shipped
          .keep()
          .ifPresent(
              note -> {
                throw new ModelLoadException(note);
              });
    } else {
      copy(shipped, folders.folder(model));
    }
    print(folders);
    return ExitCode.OK;
  }

  private void copy(ShippedModel shipped, Path folder) {
    if (Files.exists(folder)) {
      throw new ParameterException(
          spec.commandLine(), folder + " is there already; remove it first, or name another");
    }
    if (ModelFolders.isPath(model)) {
      shipped.copy(folder);
      return;
    }
    try {
      CatalogEntry.checkName(model);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    shipped.copy(model);
  }

  private void print(ModelFolders folders) {
    Optional<CatalogEntry> entry = folders.catalog().find(model);
    String what =
        entry.map(it -> it.origin().text() + ", revision " + it.revision()).orElse("the model");
    PrintWriter out = spec.commandLine().getOut();
    out.println(folders.folder(model) + ": " + what);
    out.flush();
  }
}

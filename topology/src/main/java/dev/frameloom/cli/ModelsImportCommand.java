package dev.frameloom.cli;

import dev.frameloom.catalog.ByteCount;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ModelImport;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.ModelFolders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Enters a model that is on this machine into the catalog.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A diffusers folder, a checkpoint, a LoRA, a ControlNet or an autoencoder; safetensors only."
          + " Pickles are refused: loading one runs code from the file.",
      "",
      "Examples:",
      "  frameloom models import ~/downloads/stable-diffusion-v1-5 --name sd15",
      "  frameloom models import /srv/checkpoints/ink.safetensors --link --licence \"CC BY 4.0\"",
    })
final class ModelsImportCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "PATH", description = "Folder or safetensors file.")
  private String path;

  @Option(
      names = "--name",
      paramLabel = "N",
      converter = NameConverter.class,
      description = "What to call it (default: the folder's or file's name).")
  private String name;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A note on what it may be used for.")
  private String licence;

  @ArgGroup private Mode mode = new Mode();

  @Spec private CommandSpec spec;

  /** One of the two. */
  static final class Mode {
    @Option(names = "--copy", description = "Copy it into the models' folder (the default).")
    private boolean copy;

    @Option(names = "--link", description = "Leave it where it is and remember the path.")
    private boolean link;

    private ModelImport.Mode chosen() {
      return link && !copy ? ModelImport.Mode.LINK : ModelImport.Mode.COPY;
    }
  }

  @Override
  public Integer call() {
    ModelFolders folders = new ModelFolders(common.config());
    Path source = ModelFolders.expand(path);
    ProgressListener progress = ProgressView.standard(false);
    ModelImport models =
        new ModelImport(folders.catalog(), Clock.systemUTC(), new ByteProgressView(progress));
    CatalogEntry entry;
    try {
      entry = models.add(source, name == null ? nameOf(source) : name, licence, mode.chosen());
    } finally {
      progress.end();
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s, %s, revision %.12s, in %s%n",
            entry.name(),
            entry.kind().word(),
            ByteCount.text(entry.size()),
            entry.revision(),
            folders.catalog().path(entry));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private String nameOf(Path source) {
    Path file = source.toAbsolutePath().normalize().getFileName();
    String stem = file == null ? "" : file.toString().replaceFirst("\\.safetensors$", "");
    try {
      CatalogEntry.checkName(stem);
      return stem;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage() + "; give a name with --name", e);
    }
  }
}

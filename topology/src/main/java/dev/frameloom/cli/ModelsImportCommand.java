package dev.frameloom.cli;

import dev.frameloom.catalog.ByteCount;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ModelImport;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.ModelFolders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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
      "A diffusers folder, a checkpoint, a LoRA, a ControlNet or an autoencoder; GMFlow or RAFT; LPIPS,"
          + " as the weights of the package lpips and torchvision's network together; a folder of CLIP.",
      "",
      "safetensors, or what torch.save writes (.ckpt, .pth, .pt, .bin), which is converted: of a pickle"
          + " only tensors and plain values are read, nothing in it is run, and one that names anything"
          + " else is refused.",
      "",
      "Examples:",
      "  frameloom models import ~/downloads/stable-diffusion-v1-5 --name sd15",
      "  frameloom models import /srv/checkpoints/ink.safetensors --link --licence \"CC BY 4.0\"",
      "  frameloom models import gmflow_sintel-0c07dcb3.pth --name gmflow",
      "  frameloom models import lpips/weights/v0.1/alex.pth alexnet-owt-7be5be79.pth --name lpips",
      "  frameloom models import ~/downloads/clip-vit-base-patch32 --name clip",
    })
final class ModelsImportCommand implements Callable<Integer> {

  private static final String ENDING = "\\.(?:safetensors|ckpt|pth|pt|bin)$";

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Folder or file; or the files that are one model.")
  private List<String> paths;

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
    List<Path> sources = paths.stream().map(ModelFolders::expand).toList();
    ProgressListener progress = ProgressView.standard(false);
    ModelImport models =
        new ModelImport(folders.catalog(), Clock.systemUTC(), new ByteProgressView(progress));
    CatalogEntry entry;
    try {
      entry =
          models.add(sources, name == null ? nameOf(sources.get(0)) : name, licence, mode.chosen());
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
    String stem = file == null ? "" : file.toString().replaceFirst(ENDING, "");
    try {
      CatalogEntry.checkName(stem);
      return stem;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage() + "; give a name with --name", e);
    }
  }
}

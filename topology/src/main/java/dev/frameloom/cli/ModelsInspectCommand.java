package dev.frameloom.cli;

import dev.frameloom.config.Config;
import dev.frameloom.media.FrameSize;
import dev.frameloom.model.ModelInspection;
import dev.frameloom.roles.ModelFolders;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description = "Says what a model is made of, and what memory an edit with it needs.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  frameloom models inspect default --size 512x512 --batch 4"})
final class ModelsInspectCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|FOLDER",
      defaultValue = ModelFolders.DEFAULT_MODEL,
      description = "Which (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "512x512",
      description = "Size of the frames (default: ${DEFAULT-VALUE}).")
  private String size;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "4",
      description = "Keyframes edited together, the anchor counted (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Config config = common.config();
    FrameSize frame = FrameSize.parse(size);
    ModelInspection inspection = ModelInspection.inspect(new ModelFolders(config).existing(model));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s%s%nrevision    %s%n",
        inspection.description().name(),
        inspection.description().trained() ? "" : " (untrained: made-up weights)",
        inspection.description().revision());
    for (ModelInspection.Part part : inspection.parts()) {
      out.printf(
          "%-12s %,14d parameters  %s%n", part.name(), part.parameters(), part.architecture());
    }
    out.printf("%-12s %,14d parameters%n", "in all", inspection.parameters());
    out.printf(
        "memory       about %,d MB at %s, %d together%n",
        inspection.estimatedBytes(frame.width(), frame.height(), batch) / 1_000_000, frame, batch);
    out.flush();
    return ExitCode.OK;
  }
}

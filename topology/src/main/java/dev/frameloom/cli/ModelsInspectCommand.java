package dev.frameloom.cli;

import dev.frameloom.catalog.ModelDetails;
import dev.frameloom.media.FrameSize;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.ModelFolders;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description = "Says what a model is made of, and what memory an edit with it needs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom models inspect sd15",
      "  frameloom models inspect ~/downloads/ink.safetensors --json",
      "  frameloom models inspect miniature --size 512x512,640x384 --batch 3,5",
    })
final class ModelsInspectCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|PATH",
      defaultValue = ModelFolders.DEFAULT_MODEL,
      description = "Which (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      split = ",",
      defaultValue = "256x256,512x512,768x768,1024x576",
      description =
          "Sizes of frames to tell the memory for; one number is a square (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> sizes;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8",
      description = "Keyframes edited together, the anchor counted (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(names = "--json", description = "Print one JSON object, on one line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ModelFolders folders = new ModelFolders(common.config());
    List<FrameSize> frames = sizes.stream().map(this::frame).toList();
    if (batches.stream().anyMatch(batch -> batch < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--batch: expected numbers of at least 1, found " + batches);
    }
    ProgressListener view = ProgressView.standard(json);
    ModelDetails details;
    try {
      details =
          ModelDetails.of(folders.catalog(), folders.existing(model), new ByteProgressView(view));
    } finally {
      view.end();
    }
    InspectionText text = new InspectionText(details, frames, batches);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text.json());
    } else {
      text.lines().forEach(out::println);
    }
    out.flush();
    return ExitCode.OK;
  }

  private FrameSize frame(String text) {
    try {
      FrameSize size = FrameSize.parse(text);
      if (size.shorter() == 0 && (size.width() < 1 || size.height() < 1)) {
        throw new IllegalArgumentException("expected width and height, found " + text);
      }
      return size.resolve(1, 1);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--size: " + e.getMessage(), e);
    }
  }
}

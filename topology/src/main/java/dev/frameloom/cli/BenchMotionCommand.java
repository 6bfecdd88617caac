package dev.frameloom.cli;

import dev.frameloom.bench.motion.MotionBench;
import dev.frameloom.bench.motion.MotionOptions;
import dev.frameloom.bench.motion.MotionReport;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.roles.ModelFolders;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "motion",
    description = {
      "Flows, warps, masks, propagation and metrics: milliseconds for a frame.",
      "",
      "Also how well each flow finds motions that are known, and the memory that the process holds"
          + " while many frames go through.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom bench motion --size 512",
      "  frameloom bench motion --parts errors --clip clip.mp4",
      "  frameloom bench motion --parts memory --frames 1000 --json",
    })
final class BenchMotionCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "512",
      description = "Width and height of the frames, in pixels (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--clip",
      paramLabel = "FILE",
      description = "Its first frames are taken (default: the sample scene's).")
  private Path clip;

  @Option(
      names = "--flow",
      paramLabel = "MODEL",
      description =
          "GMFlow or RAFT with trained weights, a name of `models list` or a folder; may be"
              + " repeated. All kinds are also timed with made-up weights.")
  private List<String> flows = List.of();

  @Option(
      names = "--clip-model",
      paramLabel = "MODEL",
      description = "CLIP to time, a name or a folder; without it there is no row for it.")
  private String clipModel;

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      defaultValue = "flow,warp,masks,propagation,metrics,errors,memory",
      description = "Which tables and rows (default: ${DEFAULT-VALUE}).")
  private List<String> parts;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measured runs of each row, after a warm-up (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "100",
      description = "Frames for which memory is watched (default: ${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu or gpu0, for tensors (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(names = "--json", description = "Print JSON, with every run.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Config config = common.config();
    ModelFolders folders = new ModelFolders(config);
    List<Path> networks = flows.stream().map(folders::existing).toList();
    Optional<Path> clipFolder = Optional.ofNullable(clipModel).map(folders::existing);
    MotionOptions options;
    try {
      options =
          new MotionOptions(
              size,
              runs,
              frames,
              Optional.ofNullable(clip),
              networks,
              clipFolder,
              parts,
              device,
              config.get(Settings.TORCH_THREADS));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    MotionReport report = new MotionBench(options, ProgressView.standard(quiet)).run();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text());
    out.flush();
    return ExitCode.OK;
  }
}

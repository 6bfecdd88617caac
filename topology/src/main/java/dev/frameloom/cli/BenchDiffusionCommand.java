package dev.frameloom.cli;

import dev.frameloom.bench.diffusion.BenchOptions;
import dev.frameloom.bench.diffusion.BenchReport;
import dev.frameloom.bench.diffusion.DiffusionBench;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
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
    name = "diffusion",
    description = {
      "A model of Stable Diffusion 1.5's size beside diffusers on the same machine.",
      "",
      "Both have the same weights, inputs and number of threads, run each in a process of its own,"
          + " and take turns. The reference is diffusers as it comes: eager, fp32 on a CPU, attention"
          + " by AttnProcessor2_0 (PyTorch's scaled_dot_product_attention), channels-last not set,"
          + " under torch.inference_mode.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom bench diffusion --sizes 256 --batches 1",
      "  frameloom bench diffusion --python venv/bin/python --runs 5 --json",
      "",
      "The reference's Python: " + BenchDiffusionCommand.INSTALL,
    })
final class BenchDiffusionCommand implements Callable<Integer> {

  static final String INSTALL =
      "python3 -m venv venv && venv/bin/pip install torch==2.7.1 diffusers==0.35.2"
          + " transformers==4.57.1";

  @Mixin private CommonOptions common;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "Python with the reference's libraries; without it only ours is measured.")
  private Path python;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "A diffusers folder (default: one of full size with random weights is made).")
  private Path model;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "Where the model that is made stays, 4.3 GB (default: frameloom-bench in the"
              + " system's folder for temporary files).")
  private Path cache = Path.of(System.getProperty("java.io.tmpdir"), "frameloom-bench");

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      defaultValue = "text,unet,encode,decode",
      description = "Which rows (default: ${DEFAULT-VALUE}).")
  private List<String> parts;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      defaultValue = "256,512",
      description = "Widths and heights for the UNet, in pixels (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,8",
      description = "Rows of a batch for the UNet (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Measured runs of each row, after one that is not (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu, gpu0 or gpu0:bf16, on both sides (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(names = "--json", description = "Print JSON, with every run.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Config config = common.config();
    BenchOptions options;
    try {
      options =
          new BenchOptions(
              Optional.ofNullable(python),
              Optional.ofNullable(model),
              cache,
              parts,
              sizes,
              batches,
              runs,
              device,
              config.get(Settings.TORCH_THREADS));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    BenchReport report = new DiffusionBench(options, ProgressView.standard(quiet)).run();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text());
    if (python == null && !json) {
      out.println("For the reference beside it, name its Python with --python: " + INSTALL);
    }
    out.flush();
    return ExitCode.OK;
  }
}

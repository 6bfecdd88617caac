package dev.frameloom.cli;

import dev.frameloom.bench.tokenflow.OfficialCode;
import dev.frameloom.bench.tokenflow.TokenFlowBench;
import dev.frameloom.bench.tokenflow.TokenFlowBenchOptions;
import dev.frameloom.bench.tokenflow.TokenFlowReport;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.NamedValues;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.tokenflow.TokenFlowOptions;
import dev.frameloom.media.Outputs;
import dev.frameloom.media.ResultFile;
import dev.frameloom.model.ModelReference;
import dev.frameloom.roles.EditingDevices;
import dev.frameloom.roles.MethodConfig;
import dev.frameloom.roles.ModelFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
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
    name = "tokenflow",
    description = {
      "TokenFlow beside extended attention and per-frame editing, on windows as a stream has them.",
      "",
      "Parts:",
      "  quality    each method on each clip, and the source's own prompt",
      "  few-steps  what fewer steps cost",
      "  joins      where windows meet, beside inside of them",
      "  memory     what the process holds over a long stream",
      "  speed      seconds of each stage, and what the UNet is called for",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom bench tokenflow --steps 10 --frames 17 --out pictures",
      "  frameloom bench tokenflow dog.mp4 --model sd15 --source-prompt \"a dog\"",
      "  frameloom bench tokenflow --part few-steps --part joins --json result.json",
      "  frameloom bench tokenflow --part speed --python venv/bin/python --checkout TokenFlow",
    })
final class BenchTokenFlowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "CLIP",
      description = "Video files (default: the sample clip, as `frameloom sample` renders it).")
  private List<Path> clips = List.of();

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = "quality",
      description =
          "quality, few-steps, joins, memory or speed (default: ${DEFAULT-VALUE}); may be repeated.")
  private List<String> parts;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "128",
      description =
          "Width and height that the middle square of a frame is scaled to (default:"
              + " ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description =
          "Frames of each clip (default: 32; joins: 300 and memory: 1000, the clip played forward and"
              + " backward; speed: four keyframe intervals).")
  private Integer frames;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "an oil painting",
      description = "What the result should look like (default: ${DEFAULT-VALUE}).")
  private String prompt;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What it should not look like.")
  private String negativePrompt;

  @Option(
      names = "--source-prompt",
      paramLabel = "TEXT",
      description = "What is in the clip, for inversion (default: nothing is said).")
  private String sourcePrompt;

  @Option(
      names = "--model",
      paramLabel = "NAME|FOLDER",
      description = "As `restyle` takes it (default: the small one that ships with Frameloom).")
  private String model;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise.")
  private Long seed;

  @Option(names = "--steps", paramLabel = "N", description = "Diffusion steps (default: 50).")
  private Integer steps;

  @Option(
      names = "--inversion-steps",
      paramLabel = "N",
      description = "Steps from picture to noise (default: as many).")
  private Integer inversionSteps;

  @Option(
      names = "--few-steps",
      split = ",",
      paramLabel = "N",
      defaultValue = "50,20,10,5",
      description =
          "Numbers of steps that few-steps compares with the first of them (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Integer> fewSteps;

  @Option(
      names = "--memory-steps",
      paramLabel = "N",
      defaultValue = "2",
      description = "Steps of the edit while memory is watched (default: ${DEFAULT-VALUE}).")
  private int memorySteps;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      description = "How far the source is noised (default: 1).")
  private Double strength;

  @Option(
      names = "--guidance",
      paramLabel = "SCALE",
      description = "Classifier-free guidance scale; reconstructions have 1 (default: 7.5).")
  private Double guidance;

  @Option(
      names = "--interval",
      paramLabel = "N",
      description = "Frames from one keyframe to the next (default: 8).")
  private Integer interval;

  @Option(
      names = "--window-keyframes",
      paramLabel = "N",
      description = "Keyframes of a window, both boundaries counted (default: 3).")
  private Integer windowKeyframes;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "An option of tokenflow's, for all rows that do not set it; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, gpu0, gpu0:bf16 … (default: the first of editing.devices).")
  private String device;

  @Option(names = "--threads", paramLabel = "N", description = "As editing.threads.")
  private Integer threads;

  @ArgGroup(exclusive = false)
  private Published published;

  /** What times the published code. */
  private static final class Published {

    @Option(
        names = "--python",
        paramLabel = "PATH",
        required = true,
        description =
            "For speed: Python with the libraries of gpu-runtime/src/test/python/requirements.txt,"
                + " to time the published code beside ours.")
    private Path python;

    @Option(
        names = "--checkout",
        paramLabel = "DIR",
        required = true,
        description = "That code: a clone of https://github.com/omerbt/TokenFlow.")
    private Path checkout;

    @Option(
        names = "--script",
        paramLabel = "FILE",
        description = "What times it (default: time_tokenflow.py of Frameloom's source).")
    private Path script = Path.of("gpu-runtime", "src", "test", "python", "time_tokenflow.py");
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Also draw what quality looks at: of each clip some frames, and a row of pixels over"
              + " time.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write all figures as JSON.")
  private Path json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Config config = config();
    checkFiles();
    TokenFlowBenchOptions bench = bench(config);
    TokenFlowReport report =
        new TokenFlowBench(bench, () -> EditingDevices.first(config), ProgressView.standard(quiet))
            .run();
    if (json != null) {
      ResultFile.write(json, it -> Files.writeString(it, report.json() + "\n"));
    }
    PrintWriter screen = spec.commandLine().getOut();
    TokenFlowBenchText.lines(report).forEach(screen::println);
    screen.flush();
    return ExitCode.OK;
  }

  private void checkFiles() {
    if (json != null) {
      Outputs outputs = new Outputs().writes("--json", json);
      clips.forEach(it -> outputs.reads("the clip", it));
      common.file().ifPresent(it -> outputs.reads("the configuration", it));
      outputs.check();
    }
  }

  /** What nobody set is as the method has it. */
  private Config config() {
    return MethodConfig.withDefaults(
        common
            .flag(Settings.METHOD, "tokenflow")
            .flag(Settings.MODEL, model)
            .flag(Settings.SEED, seed)
            .flag(Settings.STEPS, steps)
            .flag(Settings.STRENGTH, strength)
            .flag(Settings.GUIDANCE, guidance)
            .flag(Settings.KEYFRAME_INTERVAL, interval)
            .flag(Settings.WINDOW_KEYFRAMES, windowKeyframes)
            .flag(Settings.DEVICES, device)
            .flag(Settings.TORCH_THREADS, threads)
            .config());
  }

  private TokenFlowBenchOptions bench(Config config) {
    try {
      EditParameters edit = edit(config);
      TokenFlowOptions.of(edit);
      return new TokenFlowBenchOptions(
          parts,
          clips,
          size,
          frames == null ? OptionalInt.empty() : OptionalInt.of(frames),
          edit,
          config.get(Settings.KEYFRAME_INTERVAL),
          config.get(Settings.WINDOW_KEYFRAMES),
          fewSteps,
          memorySteps,
          official(config),
          Optional.ofNullable(out));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (EditException e) {
      throw new ConfigException("edit.options (--option): " + e.getMessage());
    }
  }

  private Optional<OfficialCode> official(Config config) {
    if (published == null) {
      return Optional.empty();
    }
    for (Path needed : List.of(published.python, published.checkout, published.script)) {
      if (!Files.exists(needed)) {
        throw new IllegalArgumentException(
            "--python, --checkout, --script: " + needed + " is not there");
      }
    }
    ModelReference reference = ModelReference.parse(config.get(Settings.MODEL));
    return Optional.of(
        new OfficialCode(
            published.python,
            published.script,
            published.checkout,
            new ModelFolders(config).existing(reference.base()),
            config.get(Settings.TORCH_THREADS)));
  }

  private EditParameters edit(Config config) {
    Map<String, String> all =
        new TreeMap<>(config.get(Settings.OPTIONS).with(new NamedValues(options)).byName());
    if (sourcePrompt != null) {
      all.put("source-prompt", sourcePrompt);
    }
    if (inversionSteps != null) {
      all.put("inversion-steps", inversionSteps.toString());
    }
    return new EditParameters(
        config.get(Settings.METHOD),
        config.get(Settings.MODEL),
        prompt,
        negativePrompt,
        config.get(Settings.SEED),
        config.get(Settings.STEPS),
        config.get(Settings.STRENGTH),
        config.get(Settings.GUIDANCE),
        all);
  }
}

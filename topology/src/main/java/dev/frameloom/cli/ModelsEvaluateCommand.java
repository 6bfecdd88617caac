package dev.frameloom.cli;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.evaluate.Clip;
import dev.frameloom.evaluate.EditedFrame;
import dev.frameloom.evaluate.Evaluation;
import dev.frameloom.evaluate.EvaluationListener;
import dev.frameloom.evaluate.EvaluationOptions;
import dev.frameloom.evaluate.ModelEvaluation;
import dev.frameloom.evaluate.StyleSheet;
import dev.frameloom.lora.LoraScale;
import dev.frameloom.media.ClipFiles;
import dev.frameloom.media.Outputs;
import dev.frameloom.media.ResultFile;
import dev.frameloom.media.SpreadFrames;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.ModelReference;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.restyle.TemporaryFolder;
import dev.frameloom.roles.ModelFolders;
import dev.frameloom.sample.SampleClip;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = {
      "Measures how well a model restyles frames of clips.",
      "",
      "Frames are cropped to a square and scaled, inverted to noise by DDIM, and denoised with each"
          + " style's prompt. An edit adheres to its prompt where it is nearer to what that style's"
          + " classical filter makes of the frame than to what any other style's does.",
      "",
      "With the model that ships, a frame of 128x128 takes about a minute on two cores, a larger one"
          + " longer; --frames, --steps and --no-unguided make it less.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom models evaluate --sheet styles.png",
      "  frameloom models evaluate sd15 --clips ~/clips --sizes 512 --subject \"a running woman\"",
      "  frameloom models evaluate --styles \"ink,pencil sketch\" --frames 1 --steps 20 --json",
    })
final class ModelsEvaluateCommand implements Callable<Integer> {

  private static final Path SAMPLE = Path.of("rolling-wheel.mp4");
  private static final int SAMPLE_WIDTH = 384;
  private static final int SAMPLE_HEIGHT = 256;
  private static final int SAMPLE_FRAMES = 96;

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Name or path, LoRAs after plus signs (default: that of edit.model).")
  private String model;

  @Option(
      names = "--clips",
      paramLabel = "DIR",
      description =
          "A folder of clips, or one clip (default: the sample clip alone, as `frameloom sample`"
              + " renders it; samples/ has it as a file).")
  private Path clips;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "3",
      description = "Frames of each clip, from all over it (default: ${DEFAULT-VALUE}).")
  private int frames;

  @Mixin private EvaluationFlags flags;

  @Option(names = "--threads", paramLabel = "N", description = "As editing.threads.")
  private Integer threads;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu, cpu:bf16, gpu0 … (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--sheet",
      paramLabel = "PNG",
      description =
          "Also write a picture: a column for each frame at the largest size, a row for each"
              + " style.")
  private Path sheet;

  @Option(
      names = "--cell",
      paramLabel = "N",
      defaultValue = "160",
      description = "Width and height of a frame on it, in pixels (default: ${DEFAULT-VALUE}).")
  private int cell;

  @Option(names = "--json", description = "Print one JSON object, on one line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Config config = common.flag(Settings.TORCH_THREADS, threads).config();
    EvaluationOptions options = options();
    checkSheet();
    ProgressListener view = ProgressView.standard(false);
    try (DiffusionModel loaded = load(config)) {
      Drawing drawing = new Drawing(view, Collections.max(options.sizes()), new StyleSheet(cell));
      ModelEvaluation evaluation = evaluation(loaded, options, drawing);
      Evaluation found = evaluation.run(clips(view));
      view.end();
      if (sheet != null) {
        ResultFile.write(sheet, it -> drawing.sheet().write(it));
      }
      print(new EvaluationText(loaded.description(), options, found));
    } finally {
      view.end();
    }
    return ExitCode.OK;
  }

  /** Shows progress, and draws what is edited at the largest size. */
  private static final class Drawing implements EvaluationListener {
    private final ProgressListener view;
    private final int size;
    private final StyleSheet sheet;
    private boolean begun;

    private Drawing(ProgressListener view, int size, StyleSheet sheet) {
      this.view = view;
      this.size = size;
      this.sheet = sheet;
    }

    private StyleSheet sheet() {
      return sheet;
    }

    @Override
    public void progress(long done, long total, String what) {
      if (!begun) {
        view.stage("evaluate", total, "rows");
        begun = true;
      }
      view.done(done, what);
    }

    @Override
    public void edited(EditedFrame frame) {
      if (frame.source().width() == size) {
        sheet.add(frame);
      }
    }
  }

  private EvaluationOptions options() {
    try {
      require(frames >= 1, "--frames: expected 1 or more, found " + frames);
      require(cell >= 16 && cell <= 1024, "--cell: expected 16 to 1024, found " + cell);
      return flags.options();
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  private ParameterException wrong(IllegalArgumentException cause) {
    return new ParameterException(spec.commandLine(), cause.getMessage(), cause);
  }

  /** Before any work, not after. */
  private void checkSheet() {
    if (sheet == null) {
      return;
    }
    Outputs outputs = new Outputs().writes("--sheet", sheet);
    if (clips != null) {
      ClipFiles.in(clips).forEach(it -> outputs.reads("the clip", it));
    }
    common.file().ifPresent(it -> outputs.reads("the configuration", it));
    outputs.check();
  }

  private DiffusionModel load(Config config) {
    ModelFolders folders = new ModelFolders(config);
    ModelReference reference;
    try {
      reference =
          ModelReference.parse(Optional.ofNullable(model).orElse(config.get(Settings.MODEL)));
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
    List<LoraScale> loras =
        reference.loras().stream()
            .map(it -> new LoraScale(folders.locateLora(it.name()), it.scale()))
            .toList();
    DiffusionModel loaded = DiffusionModel.load(folders.existing(reference.base()), device);
    loaded.adapt(loras);
    return loaded;
  }

  private ModelEvaluation evaluation(
      DiffusionModel loaded, EvaluationOptions options, EvaluationListener listener) {
    try {
      return new ModelEvaluation(loaded, options, listener);
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private List<Clip> clips(ProgressListener view) {
    if (clips != null) {
      return read(ClipFiles.in(clips), view);
    }
    spec.commandLine().getErr().println("no --clips: the sample clip is used");
    try (TemporaryFolder folder = TemporaryFolder.create("frameloom-sample")) {
      Path sample = folder.path().resolve(SAMPLE);
      SampleClip.write(sample, SAMPLE_WIDTH, SAMPLE_HEIGHT, SAMPLE_FRAMES);
      return read(List.of(sample), view);
    }
  }

  private List<Clip> read(List<Path> files, ProgressListener view) {
    view.stage("read", files.size(), "clips");
    List<Clip> read = new ArrayList<>();
    for (Path file : files) {
      List<Clip.Frame> spread =
          SpreadFrames.of(file.toString(), frames).stream()
              .map(it -> new Clip.Frame(it.index(), it.picture()))
              .toList();
      read.add(new Clip(file.getFileName().toString(), spread));
      view.done(read.size(), "");
    }
    return read;
  }

  private void print(EvaluationText text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text.json());
    } else {
      text.lines().forEach(out::println);
    }
    out.flush();
  }
}

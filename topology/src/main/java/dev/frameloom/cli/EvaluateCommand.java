package dev.frameloom.cli;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.media.Outputs;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.report.EditEvaluation;
import dev.frameloom.report.EditReport;
import dev.frameloom.report.FramePair;
import dev.frameloom.report.LearnedMeters;
import dev.frameloom.report.PairedVideo;
import dev.frameloom.report.Provenance;
import dev.frameloom.report.ReportPage;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.ModelFolders;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
      "Measures an edited video beside its source: how steadily it follows the motion, how near it"
          + " is. --report writes a page that shows where.",
      "",
      "Frames are compared in order, first with first. --start, --fps, --max-frames and --size say"
          + " how SOURCE is read, as they do for restyle; EDITED is read as it is.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom evaluate clip.mp4 styled.mp4",
      "  frameloom evaluate clip.mp4 styled.mp4 --prompt \"a pencil sketch\" --report report.html",
      "  frameloom evaluate clip.mp4 styled.mp4 --prompt \"a pencil sketch\" --source-prompt"
          + " \"a photo\" --clip clip-b32 --lpips alex --flow raft --json",
    })
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private SourceFlags reading;
  @Mixin private FigureFlags figures;

  @Parameters(index = "0", paramLabel = "SOURCE", description = SourceFlags.INPUT_HELP)
  private String source;

  @Parameters(index = "1", paramLabel = "EDITED", description = "What was made of it, likewise.")
  private String edited;

  @Option(
      names = "--row",
      paramLabel = "N",
      description =
          "Row that the report shows over time (default: one of five in which much moves).")
  private Integer row;

  @Option(
      names = "--report",
      paramLabel = "HTML",
      description =
          "Also write a page that needs no network: figures, frames, the warp error and one row"
              + " over time, and the worst frames.")
  private Path report;

  @Option(
      names = "--json",
      description =
          "Print one JSON object, on one line. Null is what can't be measured; what needs weights"
              + " that are not given is left out.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Config config = common.config();
    checkFiles();
    double cutThreshold = config.get(Settings.SCENE_CUT);
    ModelFolders folders = new ModelFolders(config);
    LearnedMeters.Choice choice = figures.choice(folders);
    if (figures.promptIsIdle()) {
      spec.commandLine().getErr().println("no --clip: how frames fit the prompt is not measured");
    }
    ProgressListener view = ProgressView.standard(false);
    try (PairedVideo video = PairedVideo.open(source, edited, reading.options());
        SourceMotion motion = new SourceMotion(figures.flow(folders));
        LearnedMeters learned = LearnedMeters.open(choice)) {
      EditEvaluation evaluation = new EditEvaluation(motion, learned, row(video), cutThreshold);
      look(video, evaluation, view);
      EditReport found = evaluation.report();
      Map<String, String> settings = figures.settings(folders);
      settings.put("Scene cuts", "threshold " + cutThreshold);
      Provenance made = Provenance.of(video, figures.prompt, settings);
      view.end();
      if (report != null) {
        new ReportPage(found, made).write(report);
      }
      print(new EvaluateText(found, made, Optional.ofNullable(report)));
    } finally {
      view.end();
    }
    return ExitCode.OK;
  }

  private void checkFiles() {
    if (report != null) {
      Outputs outputs =
          new Outputs()
              .readsVideo("the source", source)
              .readsVideo("the edited video", edited)
              .writes("--report", report);
      common.file().ifPresent(it -> outputs.reads("the configuration", it));
      outputs.check();
    }
  }

  private OptionalInt row(PairedVideo video) {
    if (row == null) {
      return OptionalInt.empty();
    }
    int rows = video.source().height();
    if (row < 0 || row >= rows) {
      throw new ParameterException(
          spec.commandLine(), "--row: expected 0 to " + (rows - 1) + ", found " + row);
    }
    return OptionalInt.of(row);
  }

  private static void look(PairedVideo video, EditEvaluation evaluation, ProgressListener view) {
    view.stage("evaluate", video.expectedPairs(), "frames");
    long frames = 0;
    Optional<FramePair> pair = video.next();
    while (pair.isPresent()) {
      evaluation.add(pair.get());
      view.done(++frames, "");
      pair = video.next();
    }
  }

  private void print(EvaluateText text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text.json());
    } else {
      text.lines().forEach(out::println);
    }
    out.flush();
  }
}

package dev.frameloom.cli;

import dev.frameloom.config.Config;
import dev.frameloom.media.Outputs;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.restyle.Restyle;
import dev.frameloom.restyle.RestyleRequest;
import dev.frameloom.restyle.RestyleSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "restyle",
    description = "Restyles a clip through Kafka, from end to end, and writes a video.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom restyle clip.mp4 --prompt \"a pencil sketch\" --out styled.mp4",
      "  frameloom restyle clip.mp4 --prompt \"ink on paper\" --size 256x256 --max-frames 40"
          + " --contact-sheet sheet.png --json --out styled.mp4",
      "  frameloom restyle lavfi:testsrc2=size=512x512:rate=25:duration=4 --method none --out"
          + " copy.mp4",
    })
final class RestyleCommand implements Callable<Integer> {

  static final String OUT_HELP =
      "File to write: .mp4, .mov, .mkv (H.264), .webm, or numbered pictures, out/%%05d.png, in whose"
          + " names a percent sign is written twice. It appears when it is complete, and takes the"
          + " place of an earlier one then. Inputs are never overwritten.";

  @Mixin private CommonOptions common;
  @Mixin private CommonOptions.ClusterOptions cluster;
  @Mixin private EditFlags edit;
  @Mixin private SourceFlags source;
  @Mixin private SoundFlags sound;

  @Parameters(paramLabel = "INPUT", description = SourceFlags.INPUT_HELP)
  private String input;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = OUT_HELP)
  private Path out;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description = "Video encoder, by FFmpeg's name; one that is not there is refused.")
  private String encoder;

  @Option(
      names = "--contact-sheet",
      paramLabel = "PNG",
      description = "Also write a picture: source frames above, restyled ones below.")
  private Path contactSheet;

  @Option(
      names = "--report",
      paramLabel = "HTML",
      description =
          "Also write what `frameloom evaluate` shows of the result, as it was before encoding.")
  private Path report;

  @Option(
      names = "--stream",
      paramLabel = "ID",
      converter = IdConverter.class,
      defaultValue = "clip",
      description = "Stream id that the frames are published under (default: ${DEFAULT-VALUE}).")
  private String stream;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Keep the embedded broker's data here (default: a temporary folder).")
  private Path dataDir;

  @Option(names = "--json", description = "Print the summary as one JSON object, on one line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    cluster.apply(common);
    Config config = edit.config(common);
    common.file().ifPresent(this::protect);
    RestyleRequest request =
        new RestyleRequest(
            input,
            source.options(),
            stream,
            edit.prompt,
            edit.negativePrompt,
            out,
            Optional.ofNullable(encoder),
            sound.wish(),
            Optional.ofNullable(contactSheet),
            Optional.ofNullable(report),
            Optional.ofNullable(dataDir));
    ProgressListener progress = ProgressView.standard(false);
    Restyle restyle = new Restyle(request, config, progress);
    Stop.onRequest(restyle::stop);
    RestyleSummary summary;
    try {
      summary = restyle.run();
    } finally {
      progress.end();
    }
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(json ? SummaryText.json(summary) : SummaryText.plain(summary));
    writer.flush();
    return ExitCode.OK;
  }

  /** The run itself knows what it reads, but not where its configuration came from. */
  private void protect(Path configuration) {
    new Outputs()
        .reads("the configuration", configuration)
        .writesVideo("--out", out)
        .writes("--contact-sheet", Optional.ofNullable(contactSheet))
        .writes("--report", Optional.ofNullable(report))
        .check();
  }
}

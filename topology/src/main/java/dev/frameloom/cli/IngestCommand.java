package dev.frameloom.cli;

import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.image.ImageEncoding;
import dev.frameloom.ingest.FramePublisher;
import dev.frameloom.ingest.PublishOptions;
import dev.frameloom.ingest.PublishReport;
import dev.frameloom.media.VideoSource;
import dev.frameloom.media.VideoSources;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.TopicsOf;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ingest",
    description = {
      "Publishes a video as the frames of a stream.",
      "Publishing the same file again under the same stream id continues where it stopped; another"
          + " file is refused."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom ingest clip.mp4 --stream door --bootstrap-servers kafka:9092 --registry"
          + " http://registry:8081",
      "  frameloom ingest rtsp://camera/stream --stream door --size 512x512",
      "  frameloom ingest lavfi:testsrc2=size=512x512:rate=25:duration=60 --stream test --realtime",
    })
final class IngestCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private CommonOptions.ClusterOptions cluster;
  @Mixin private SourceFlags source;

  @Parameters(paramLabel = "INPUT", description = SourceFlags.INPUT_HELP)
  private String input;

  @Option(
      names = "--stream",
      paramLabel = "ID",
      converter = IdConverter.class,
      required = true,
      description = "Stream id to publish under.")
  private String stream;

  @Option(names = "--realtime", description = "Publish at the pace of capture, as a camera would.")
  private boolean realtime;

  @Option(
      names = "--end-on-stop",
      description = "Ctrl-C ends the stream; otherwise it is left open to be continued.")
  private boolean endOnStop;

  @Option(names = "--encoding", description = "${COMPLETION-CANDIDATES}; PNG is lossless.")
  private ImageEncoding encoding;

  @Option(names = "--quality", paramLabel = "1..100", description = "JPEG quality.")
  private Integer quality;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    cluster.apply(common);
    Config config =
        common
            .flag(Settings.FRAME_ENCODING, encoding)
            .flag(Settings.FRAME_QUALITY, quality)
            .config();
    ProgressListener progress = ProgressView.standard(false);
    try (VideoSource opened = VideoSources.open(input, source.options());
        Cluster outside = Cluster.outside(config)) {
      ClusterConnection connection = outside.connection();
      FramePublisher publisher =
          new FramePublisher(
              connection.kafkaProperties(), TopicsOf.config(config).frames(), connection.serdes());
      Stop.onRequest(publisher::stop);
      progress.stage("ingest", opened.info().expectedFrames(), "frames");
      PublishReport report =
          publisher.publish(
              opened,
              options(config),
              (frames, bytes) -> progress.done(frames, bytes / 1_000_000 + " MB"));
      progress.end();
      print(report);
    }
    return ExitCode.OK;
  }

  private PublishOptions options(Config config) {
    return PublishOptions.of(stream)
        .withEncoding(
            ImageEncoding.valueOf(config.get(Settings.FRAME_ENCODING).name()),
            config.get(Settings.FRAME_QUALITY))
        .withRealtime(realtime)
        .withEndOnStop(endOnStop);
  }

  private void print(PublishReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "stream %s: %d frames from sequence %d on, %.1f MB%s%n",
        stream,
        report.frames(),
        report.firstSequence(),
        report.bytes() / 1e6,
        report.ended() ? ", ended" : ", left open");
    report.warnings().forEach(warning -> out.println("note: " + warning));
    out.flush();
  }
}

package dev.frameloom.cli;

import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.MissingTopicException;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.egress.EmptyEdit;
import dev.frameloom.egress.RecordOptions;
import dev.frameloom.egress.RecordReport;
import dev.frameloom.egress.RecordingException;
import dev.frameloom.egress.RestyledRecorder;
import dev.frameloom.media.ClipSound;
import dev.frameloom.media.Outputs;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.SoundWish;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.schemas.Keys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "record",
    description = "Writes the restyled frames of a stream to a file, until the stream ends.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom record --stream door --edit sketch --out door.mp4 --bootstrap-servers"
          + " kafka:9092 --registry http://registry:8081",
      "  frameloom record --stream door --edit sketch --from-now --max-frames 250 --out ten.mp4",
    })
final class RecordCommand implements Callable<Integer> {

  private static final int ORDINARY = 256;

  @Mixin private CommonOptions common;
  @Mixin private CommonOptions.ClusterOptions cluster;

  @Option(
      names = "--stream",
      paramLabel = "ID",
      converter = IdConverter.class,
      required = true,
      description = "Stream.")
  private String stream;

  @Option(
      names = "--edit",
      paramLabel = "ID",
      converter = IdConverter.class,
      defaultValue = "default",
      description = "Name of the edit (default: ${DEFAULT-VALUE}).")
  private String editId;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = RestyleCommand.OUT_HELP)
  private Path out;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description = "Video encoder, by FFmpeg's name; one that is not there is refused.")
  private String encoder;

  @Option(
      names = "--audio-from",
      paramLabel = "CLIP",
      description = "With the sound of this clip, a file or an address.")
  private String audio;

  @Mixin private SoundFlags sound;

  @Option(names = "--from-now", description = "Leave out what was restyled before.")
  private boolean fromNow;

  @Option(names = "--max-frames", paramLabel = "N", description = "End after so many frames.")
  private Long maxFrames;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      description = "End when no frame came for so long (default: wait for ever).")
  private Long idleSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    cluster.apply(common);
    Config config = common.config();
    checkFiles();
    ProgressListener progress = ProgressView.standard(false);
    try (Cluster outside = Cluster.outside(config);
        VideoSink sink = VideoSinks.open(out, sinkOptions())) {
      ClusterConnection connection = outside.connection();
      RestyledRecorder recorder =
          new RestyledRecorder(
              connection.kafkaProperties(),
              TopicsOf.config(config).restyled(),
              connection.serdes());
      Stop.onRequest(recorder::stop);
      progress.stage("record", maxFrames == null ? 0 : maxFrames, "frames");
      AtomicLong count = new AtomicLong();
      EmptyEdit empty = new EmptyEdit();
      Optional<TopicReader<WindowOutcome>> outcomes = outcomes(connection, config, empty, recorder);
      try {
        RecordReport report =
            recorder.record(
                sink,
                recordOptions(),
                (frame, picture) -> progress.done(count.incrementAndGet(), ""));
        progress.end();
        if (report.frames() == 0 && empty.isOver()) {
          throw new RecordingException(empty.message(stream, editId));
        }
        sink.complete();
        print(report, sink);
      } finally {
        outcomes.ifPresent(TopicReader::close);
      }
    }
    return ExitCode.OK;
  }

  /**
   * Ends a recording of which nothing will come: only the outcomes tell. Empty where there is no
   * topic of them: a recording can do without, and says itself where its own is missing.
   */
  private Optional<TopicReader<WindowOutcome>> outcomes(
      ClusterConnection connection, Config config, EmptyEdit empty, RestyledRecorder recorder) {
    String key = Keys.of(stream, editId);
    try {
      return Optional.of(
          TopicReader.start(
              connection,
              TopicsOf.config(config).outcomes().name(),
              connection.serdes().outcome().deserializer(),
              record -> {
                if (key.equals(record.key())) {
                  empty.add(record.value());
                  if (empty.isOver()) {
                    recorder.stop();
                  }
                }
              }));
    } catch (MissingTopicException e) {
      return Optional.empty();
    }
  }

  private void checkFiles() {
    Outputs outputs = new Outputs().writesVideo("--out", out);
    if (audio != null) {
      outputs.readsVideo("the clip of --audio-from", audio);
    }
    common.file().ifPresent(it -> outputs.reads("the configuration", it));
    outputs.check();
    // the frames' size is known when the first one comes; what else can't be done is said now
    VideoSinks.rehearse(out, sinkOptions(), ORDINARY, ORDINARY, 0);
  }

  private RecordOptions recordOptions() {
    RecordOptions options = RecordOptions.of(stream, editId);
    if (fromNow) {
      options = options.withFrom(new RecordOptions.From.Now());
    }
    if (maxFrames != null) {
      options = options.withMaxFrames(maxFrames);
    }
    if (idleSeconds != null) {
      options = options.withIdleTimeout(Duration.ofSeconds(idleSeconds));
    }
    return options;
  }

  private SinkOptions sinkOptions() {
    SinkOptions options = SinkOptions.defaults();
    if (encoder != null) {
      options = options.withEncoder(encoder);
    }
    SoundWish wish = sound.wish();
    if (audio == null && wish.track().isPresent()) {
      throw new ConfigException("--audio-track is one of the clip that --audio-from names");
    }
    return audio == null ? options : options.withSound(new ClipSound(audio, wish));
  }

  private void print(RecordReport report, VideoSink sink) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.printf(
        "%s (%s): %d frames, sequences %d to %d, %d missing; %s%n",
        out,
        sink.encoder(),
        report.frames(),
        report.firstSequence(),
        report.lastSequence(),
        report.missing(),
        report.end().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    sink.notes().forEach(note -> writer.println("note: " + note));
    writer.flush();
  }
}

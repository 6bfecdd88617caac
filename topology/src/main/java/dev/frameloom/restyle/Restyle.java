package dev.frameloom.restyle;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import dev.frameloom.media.VideoSources;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.roles.ConfiguredEdit;
import dev.frameloom.roles.EditPublisher;
import dev.frameloom.roles.LatestEdit;
import dev.frameloom.roles.ModelConfig;
import dev.frameloom.roles.ReadyEditor;
import dev.frameloom.roles.Role;
import dev.frameloom.roles.RoleSet;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Restyles a clip from end to end in this process: every role on an embedded cluster, or on topics
 * of its own of an outside one. Runs once; {@link #stop} may be called from another thread.
 */
public final class Restyle {

  static final String EDIT_ID = "restyle";

  private static final Duration ROLE_START = Duration.ofMinutes(1);

  private final RestyleRequest request;
  private final Config config;
  private final ProgressListener progress;
  private final StopSignal stop = new StopSignal();

  /**
   * A run that has not begun.
   *
   * @param config how to edit, and where
   */
  public Restyle(RestyleRequest request, Config config, ProgressListener progress) {
    this.request = request;
    this.config = RestyleConfig.isolated(config);
    this.progress = progress;
  }

  /** Ends the run soon, in an orderly way: what was restyled until then is a playable file. */
  public void stop() {
    stop.request();
  }

  /**
   * Does all of it.
   *
   * @throws RestyleException where nothing could be restyled
   * @throws dev.frameloom.media.MediaException where the source can't be read or the result can't
   *     be written
   */
  public RestyleSummary run() throws InterruptedException {
    RestyleFiles.check(request, config);
    try (VideoSource source = VideoSources.open(request.input(), request.source());
        TemporaryFolder state = TemporaryFolder.create("frameloom-state")) {
      OutputFile.rehearse(request, source.info());
      ConfiguredModel.prepare(config, progress); // what it recommends is part of the configuration
      Config effective =
          ModelConfig.resolved(
              RestyleConfig.withStateIn(
                  RestyleConfig.unbounded(RestyleConfig.forSource(config, source.info())),
                  state.path()));
      EditSpec edit =
          ConfiguredEdit.of(
              effective,
              request.streamId(),
              EDIT_ID,
              1,
              request.prompt(),
              request.negativePrompt());
      try (ReadyEditor editor = ReadyEditor.load(effective, edit)) {
        VideoSource whole =
            WholeClip.of(source, edit, config.isSet(Settings.WINDOW_KEYFRAMES), editor.runtime());
        requireGoingOn();
        progress.stage("start", 0, "Kafka, registry and roles");
        try (Cluster cluster = Cluster.open(effective, request.dataDir())) {
          return onCluster(cluster, effective, edit, editor, whole);
        }
      }
    }
  }

  /** A kept broker has what was restyled before; its frames must not end up in this run's file. */
  private void requireNew(ClusterConnection connection, Topics topics, RecordSerdes serdes) {
    if (request.dataDir().isPresent()
        && LatestEdit.revision(connection, topics, serdes, request.streamId(), EDIT_ID) > 0) {
      throw new RestyleException(
          "stream %s is in %s already; publish under another stream id (--stream), or choose another folder (--data-dir)"
              .formatted(request.streamId(), request.dataDir().get()));
    }
  }

  /** Between the steps that take seconds. */
  private void requireGoingOn() {
    if (stop.requested()) {
      throw new RestyleException("stopped before anything was restyled");
    }
  }

  private static List<String> notes(Config config, ReadyEditor editor, VideoInfo source) {
    List<String> notes = new ArrayList<>(editor.warnings());
    ModelConfig.sizeNote(config, source.width(), source.height()).ifPresent(notes::add);
    ModelConfig.mixedNote(config).ifPresent(notes::add);
    return notes;
  }

  private RestyleSummary onCluster(
      Cluster cluster, Config effective, EditSpec edit, ReadyEditor editor, VideoSource source)
      throws InterruptedException {
    ClusterConnection connection = cluster.connection();
    Topics topics = TopicsOf.config(effective);
    RecordSerdes serdes = connection.serdes();
    InMemoryMetrics metrics = new InMemoryMetrics();
    try (TopicAdmin admin = TopicAdmin.connect(connection.kafkaProperties())) {
      admin.create(topics);
      requireNew(connection, topics, serdes);
      try (RoleSet roles =
          RoleSet.start(
              EnumSet.allOf(Role.class),
              effective,
              connection,
              metrics,
              Optional.of(editor.runtime()))) {
        requireGoingOn();
        roles.awaitRunning(ROLE_START);
        EditPublisher.publish(connection, topics, serdes, edit);
        return new RestyleRun(
                request,
                effective,
                new RunServices(cluster, topics, serdes, roles),
                metrics,
                notes(effective, editor, source.info()))
            .run(source, progress, stop);
      } finally {
        if (!cluster.isEmbedded()) {
          admin.delete(topics); // they were this run's own
        }
      }
    }
  }
}

package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.deadletter.DeadLetterWriter;
import dev.frameloom.edit.WindowEditor;
import dev.frameloom.editing.EditingConfig;
import dev.frameloom.editing.EditingTopology;
import dev.frameloom.editing.GpuScheduler;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.reassembly.ReassemblyConfig;
import dev.frameloom.reassembly.ReassemblyLimits;
import dev.frameloom.reassembly.ReassemblyTopology;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;
import dev.frameloom.streams.StreamsSettings;
import dev.frameloom.windowing.WindowingConfig;
import dev.frameloom.windowing.WindowingTopology;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** Starts a role as the configuration says. */
final class RoleStart {

  /** Longer than most outages; not for ever, so that a topic that is missing is said. */
  private static final Duration COMMIT_PATIENCE = Duration.ofMinutes(10);

  /** How often pending windows are compared with where the frames topic begins. */
  private static final Duration TRIM_LOOK = Duration.ofSeconds(10);

  private final Config config;
  private final ClusterConnection connection;
  private final PipelineMetrics metrics;
  private final Optional<WindowEditor> editor;
  private final OutageWatch watch;
  private final Topics topics;
  private final RecordSerdes serdes;

  RoleStart(
      Config config,
      ClusterConnection connection,
      PipelineMetrics metrics,
      Optional<WindowEditor> editor,
      OutageWatch watch) {
    this.editor = editor;
    this.watch = watch;
    this.config = config;
    this.connection = connection;
    this.metrics = metrics;
    this.topics = TopicsOf.config(config);
    this.serdes = connection.serdes();
  }

  RunningRole start(Role role) {
    return switch (role) {
      case WINDOWING ->
          run(
              role,
              WindowingTopology.build(
                  windowing(), TopicsOf.existing(config, connection), serdes, metrics));
      case EDITING -> editing();
      case REASSEMBLY -> run(role, ReassemblyTopology.build(reassembly(), topics, serdes, metrics));
    };
  }

  private RunningRole editing() {
    GpuScheduler scheduler =
        EditingDevices.start(config, connection, topics, serdes, metrics, editor);
    try {
      EditingConfig editing =
          new EditingConfig(tick(), EditingConfig.defaults().maxPublishedPerTick());
      Topology topology = EditingTopology.build(editing, topics, serdes, scheduler, metrics);
      AutoCloseable trimWatch =
          EditingDevices.trimWatch(connection, topics, scheduler, metrics).start(TRIM_LOOK);
      return RunningRole.start(
          Role.EDITING,
          topology,
          properties(Role.EDITING),
          watch,
          () -> {
            trimWatch.close();
            scheduler.close();
          });
    } catch (RuntimeException e) {
      scheduler.close();
      throw e;
    }
  }

  private RunningRole run(Role role, Topology topology) {
    return RunningRole.start(role, topology, properties(role), watch, () -> {});
  }

  private WindowingConfig windowing() {
    return new WindowingConfig(
        config.get(Settings.BACKLOG_FRAMES),
        WindowingConfig.defaults().backlogRetention(),
        tick(),
        config.get(Settings.SEQUENCE_JUMP),
        config.get(Settings.FRAME_PIXELS),
        config.get(Settings.STREAM_EDITS));
  }

  private ReassemblyConfig reassembly() {
    return new ReassemblyConfig(
        new ReassemblyLimits(
            config.get(Settings.REORDER_FRAMES),
            config.get(Settings.REORDER_BYTES),
            ReassemblyLimits.defaults().maxFill(),
            config.get(Settings.FULL_BUFFER)),
        tick());
  }

  private Duration tick() {
    return Duration.ofMillis(config.get(Settings.SCAN_INTERVAL));
  }

  private Properties properties(Role role) {
    Properties properties = new Properties();
    properties.putAll(connection.kafkaProperties());
    properties.putAll(
        StreamsSettings.required(
            topics,
            new DeadLetterWriter(
                role.word(), topics.deadLetters(), serdes.deadLetter().serializer(), metrics)));
    properties.put(
        StreamsConfig.APPLICATION_ID_CONFIG,
        config.get(Settings.APPLICATION_ID) + "-" + role.word());
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG,
        ModelFolders.expand(config.get(Settings.STATE_DIR)).toString());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.get(Settings.COMMIT_INTERVAL));
    properties.put("auto.offset.reset", "earliest");
    // A commit that times out is in limbo: Kafka Streams restores the task while the brokers may
    // still commit it, and state and offsets then differ. One that waits ends with an answer.
    properties.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG),
        COMMIT_PATIENCE.toMillis());
    // a killed instance is replaced after this; Kafka's 45 s are long for a camera
    properties.putIfAbsent("session.timeout.ms", "10000");
    return properties;
  }
}

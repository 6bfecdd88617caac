package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.config.Settings;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.TopicDefinition;
import dev.frameloom.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Brokers and a registry that go away under roles at work and come back. {@code
 * -Dfaults.away-seconds} and {@code -Dfaults.frames} make it longer.
 */
@Timeout(600)
class OutageTest {

  private static final int FRAMES = Integer.getInteger("faults.frames", 400);
  private static final int AWAY_SECONDS = Integer.getInteger("faults.away-seconds", 10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** So short that an outage of seconds outlasts all of them. */
  private static final Map<String, String> SHORT =
      Map.of(
          "max.block.ms", "4000",
          "request.timeout.ms", "3000",
          "delivery.timeout.ms", "4000",
          "default.api.timeout.ms", "5000",
          "transaction.timeout.ms", "5000",
          "session.timeout.ms", "6000",
          "heartbeat.interval.ms", "1000");

  @TempDir static Path folder;
  private static RestartableCluster cluster;
  private static ClusterConnection patient;
  private static RecordSerdes serdes;
  private static Topics topics;
  private static TopicReader<EditedFrame> results;
  private static TopicReader<DeadLetter> failures;
  private static final List<EditedFrame> restyled = new CopyOnWriteArrayList<>();
  private static final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    cluster = new RestartableCluster(folder.resolve("broker"));
    patient = cluster.connection(Map.of());
    serdes = patient.serdes();
    topics = TopicsOf.config(config("frameloom."));
    try (TopicAdmin admin = TopicAdmin.connect(patient.kafkaProperties())) {
      admin.create(topics);
    }
    results =
        TopicReader.start(
            patient,
            topics.restyled().name(),
            serdes.editedFrame().deserializer(),
            record -> restyled.add(record.value()));
    failures =
        TopicReader.start(
            patient,
            topics.deadLetters().name(),
            serdes.deadLetter().deserializer(),
            record -> letters.add(record.value()));
  }

  @AfterAll
  static void stop() {
    results.close();
    failures.close();
    cluster.close();
  }

  private static Config config(String prefix) {
    return new ConfigLoader()
        .load(
            Optional.empty(),
            Map.of(),
            Map.of(
                "edit.method", "none",
                "edit.gap-deadline-ms", "600000",
                "topics.prefix", prefix,
                "topics.partitions", "2",
                "streams.state-dir", folder.resolve("state").toString()));
  }

  private static RoleSet roles(Config config, PipelineMetrics metrics) throws InterruptedException {
    Map<String, String> client = Boolean.getBoolean("faults.real-timeouts") ? Map.of() : SHORT;
    RoleSet roles =
        RoleSet.start(EnumSet.allOf(Role.class), config, cluster.connection(client), metrics);
    roles.awaitRunning(PATIENCE);
    return roles;
  }

  @Test
  void rolesWaitForBrokersThatAreAwayAndGoOnByThemselves() throws Exception {
    InMemoryMetrics metrics = new InMemoryMetrics();
    try (RoleSet roles = roles(config("frameloom."), metrics);
        FramesOnTheWay frames = publish("away")) {
      await().atMost(PATIENCE).until(() -> restyled("away").size() > FRAMES / 8);
      cluster.stopBroker();
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ofSeconds(AWAY_SECONDS))
          .until(() -> metrics.count("outages") > 0);
      roles.throwIfFailed();
      cluster.startBroker();
      frames.finish();
      awaitWhole("away", roles, metrics);
      await().atMost(PATIENCE).until(() -> metrics.count("outagesEnded") > 0);
    }
  }

  @Test
  void rolesWaitForARegistryThatIsAwayAndNoRecordDiesOfIt() throws Exception {
    InMemoryMetrics metrics = new InMemoryMetrics();
    try (RoleSet roles = roles(config("frameloom."), metrics)) {
      serdes.frame().serializer().serialize(topics.frames().name(), frame("no-registry", 0));
      publishEdit("no-registry"); // the producer knows its schemas, the roles know none yet
      cluster.stopRegistry();
      try (FramesOnTheWay frames = framesOf("no-registry")) {
        frames.finish();
      }
      await().atMost(PATIENCE).until(() -> metrics.count("outages") > 0);
      roles.throwIfFailed();
      cluster.startRegistry();
      awaitWhole("no-registry", roles, metrics);
      assertThat(metrics.count("deadLetters")).isZero();
    }
  }

  @Test
  void rolesThatMayNotWaitStopAndSayWhatWasAway() throws Exception {
    Config config = config("frameloom.").with(Settings.MAX_OUTAGE, 1000L);
    try (RoleSet roles = roles(config, PipelineMetrics.NOOP)) {
      cluster.stopRegistry();
      try {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThatThrownBy(roles::throwIfFailed)
                        .isInstanceOf(RoleFailedException.class)
                        .hasMessageContaining("registry")
                        .hasMessageContaining("streams.max-outage-ms"));
      } finally {
        cluster.startRegistry();
      }
    }
  }

  @Test
  void rolesOfAnotherApplicationIdAreRefusedWhereOthersWorkOrDid() throws Exception {
    Config blue = config("switched.").with(Settings.APPLICATION_ID, "blue");
    Config green = blue.with(Settings.APPLICATION_ID, "green");
    Topics switched = TopicsOf.config(blue);
    try (TopicAdmin admin = TopicAdmin.connect(patient.kafkaProperties())) {
      admin.create(switched);
    }
    try (RoleSet first = roles(blue, PipelineMetrics.NOOP)) {
      assertThatThrownBy(() -> roles(green, PipelineMetrics.NOOP).close())
          .isInstanceOf(RoleFailedException.class)
          .hasMessageContaining("blue-windowing is at work")
          .hasMessageContaining("Stop that one");
      InMemoryMetrics metrics = new InMemoryMetrics();
      EditPublisher.publish(
          patient, switched, serdes, ConfiguredEdit.of(blue, "switched", "edit", 1, "", ""));
      try (FramesOnTheWay frames =
          new FramesOnTheWay(patient, switched, serdes, new StreamOfFrames("switched", 20))) {
        frames.finish();
      }
      try (TopicReader<EditedFrame> seen =
          TopicReader.start(
              patient,
              switched.restyled().name(),
              serdes.editedFrame().deserializer(),
              record -> metrics.frameRestyled())) {
        await().atMost(PATIENCE).until(() -> metrics.count("framesRestyled") == 20);
        seen.throwIfFailed();
      }
      first.throwIfFailed();
    }
    assertThatThrownBy(() -> roles(green, PipelineMetrics.NOOP).close())
        .isInstanceOf(RoleFailedException.class)
        .hasMessageContaining("green has not worked on these topics")
        .hasMessageContaining("Start with the id that made them, blue");
    roles(blue, PipelineMetrics.NOOP).close();
  }

  @Test
  void framesThatRetentionRemovedAreFilledAndTheOutcomeSaysWhy() throws Exception {
    Config config =
        config("trimmed.").with(Settings.PARTITIONS, 1).with(Settings.APPLICATION_ID, "trimmed");
    Topics trimmed = TopicsOf.config(config);
    InMemoryMetrics metrics = new InMemoryMetrics();
    List<WindowOutcome> outcomes = new CopyOnWriteArrayList<>();
    List<DeadLetter> dead = new CopyOnWriteArrayList<>();
    List<KeyframeWindow> windows = new CopyOnWriteArrayList<>();
    try (TopicAdmin admin = TopicAdmin.connect(patient.kafkaProperties())) {
      admin.create(trimmed);
    }
    try (var windowsSeen = seen(trimmed.windows(), serdes.window(), windows);
        var outcomesSeen = seen(trimmed.outcomes(), serdes.outcome(), outcomes);
        var deadSeen = seen(trimmed.deadLetters(), serdes.deadLetter(), dead)) {
      EditPublisher.publish(
          patient, trimmed, serdes, ConfiguredEdit.of(config, "trimmed", "edit", 1, "", ""));
      try (RoleSet windowing =
              RoleSet.start(EnumSet.of(Role.WINDOWING), config, patient, PipelineMetrics.NOOP);
          FramesOnTheWay frames =
              new FramesOnTheWay(patient, trimmed, serdes, new StreamOfFrames("trimmed", 20))) {
        windowing.awaitRunning(PATIENCE);
        frames.finish();
        await()
            .atMost(PATIENCE)
            .until(() -> windows.stream().anyMatch(KeyframeWindow::getEndOfStream));
      }
      TopicPartition partition = new TopicPartition(trimmed.frames().name(), 0);
      try (Admin admin = Admin.create(patient.kafkaProperties())) {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(12))).all().get();
      }
      try (RoleSet editing =
          RoleSet.start(EnumSet.of(Role.EDITING, Role.REASSEMBLY), config, patient, metrics)) {
        editing.awaitRunning(PATIENCE);
        await()
            .atMost(PATIENCE)
            .until(() -> outcomes.stream().anyMatch(WindowOutcome::getEndOfStream));
      }
      assertThat(outcomes.stream().flatMap(o -> o.getGapReasons().stream()))
          .hasSize(12)
          .containsOnly("trimmed-frame");
      assertThat(metrics.count("gaps.trimmed-frame")).isEqualTo(12);
      assertThat(dead.stream().map(DeadLetter::getReason)).contains("trimmed-frame");
      windowsSeen.throwIfFailed();
      outcomesSeen.throwIfFailed();
      deadSeen.throwIfFailed();
    }
  }

  private static <T> TopicReader<T> seen(TopicDefinition topic, Serde<T> serde, List<T> values) {
    return TopicReader.start(
        patient, topic.name(), serde.deserializer(), record -> values.add(record.value()));
  }

  private static FramesOnTheWay publish(String stream) throws InterruptedException {
    publishEdit(stream);
    return framesOf(stream);
  }

  private static void publishEdit(String stream) throws InterruptedException {
    EditPublisher.publish(
        patient,
        topics,
        serdes,
        ConfiguredEdit.of(config("frameloom."), stream, "edit", 1, "", ""));
  }

  private static FramesOnTheWay framesOf(String stream) {
    return new FramesOnTheWay(patient, topics, serdes, new StreamOfFrames(stream, FRAMES));
  }

  private static dev.frameloom.avro.Frame frame(String stream, int sequence) {
    return new StreamOfFrames(stream, FRAMES).frame(sequence);
  }

  /** All frames came, once, in order, and with the bytes of their sources. */
  private static void awaitWhole(String stream, RoleSet roles, InMemoryMetrics metrics) {
    await()
        .atMost(PATIENCE)
        .failFast(roles::throwIfFailed)
        .untilAsserted(
            () ->
                assertThat(restyled(stream).stream().anyMatch(EditedFrame::getEndOfStream))
                    .as("%d restyled, counted %s", restyled(stream).size(), metrics.snapshot())
                    .isTrue());
    assertThat(restyled(stream).stream().map(f -> (int) f.getSequence()))
        .containsExactlyElementsOf(IntStream.range(0, FRAMES).boxed().toList());
    assertThat(restyled(stream))
        .allSatisfy(
            f ->
                assertThat(f.getImage())
                    .isEqualTo(frame(stream, (int) f.getSequence()).getImage()));
    assertThat(letters).noneMatch(letter -> stream.equals(letter.getStreamId()));
  }

  private static List<EditedFrame> restyled(String stream) {
    return restyled.stream().filter(f -> f.getStreamId().equals(stream)).toList();
  }
}

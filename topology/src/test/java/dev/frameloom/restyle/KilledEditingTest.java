package dev.frameloom.restyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.cli.ChildProcess;
import dev.frameloom.cli.TestCluster;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.ingest.FramePublisher;
import dev.frameloom.ingest.PublishOptions;
import dev.frameloom.ingest.PublishProgress;
import dev.frameloom.media.SourceOptions;
import dev.frameloom.media.VideoSource;
import dev.frameloom.media.VideoSources;
import dev.frameloom.metric.PictureDigest;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.roles.ConfiguredEdit;
import dev.frameloom.roles.EditPublisher;
import dev.frameloom.roles.Role;
import dev.frameloom.roles.RoleSet;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.sample.SampleClip;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process that edits is killed while it edits; others take part in nothing of it. */
@Timeout(240)
class KilledEditingTest {

  private static final int FRAMES = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static Config config;
  private static Topics topics;
  private static RecordSerdes serdes;
  private static RoleSet others;
  private static TestCluster.Seen<EditedFrame> restyled;
  private static TestCluster.Seen<WindowOutcome> outcomes;

  @BeforeAll
  static void start() throws InterruptedException {
    cluster = new TestCluster();
    config =
        new ConfigLoader()
            .load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "edit.steps", "2",
                    "edit.keyframe-interval", "1",
                    "topics.partitions", "1",
                    "streams.state-dir", folder.resolve("state").toString()));
    topics = TopicsOf.config(config);
    serdes = cluster.connection().serdes();
    try (TopicAdmin admin = TopicAdmin.connect(cluster.connection().kafkaProperties())) {
      admin.create(topics);
    }
    restyled = cluster.watch(topics.restyled().name(), serdes.editedFrame().deserializer());
    outcomes = cluster.watch(topics.outcomes().name(), serdes.outcome().deserializer());
    others =
        RoleSet.start(
            EnumSet.of(Role.WINDOWING, Role.REASSEMBLY),
            config,
            cluster.connection(),
            PipelineMetrics.NOOP);
    others.awaitRunning(PATIENCE);
  }

  @AfterAll
  static void stop() {
    others.close();
    restyled.close();
    outcomes.close();
    cluster.close();
  }

  private static ChildProcess editing(String state) throws Exception {
    return ChildProcess.start(
        folder,
        cluster.with(
            "serve",
            "--roles",
            "editing",
            "--no-create-topics",
            "--set",
            "kafka.client.session.timeout.ms=6000", // a dead member is noticed no sooner
            "--set",
            "kafka.client.heartbeat.interval.ms=1500",
            "--set",
            "models.dir=" + folder.resolve("models"), // the first process puts the model there
            "--set",
            "streams.state-dir=" + folder.resolve(state)));
  }

  private static void publish(String stream) throws InterruptedException {
    EditPublisher.publish(
        cluster.connection(),
        topics,
        serdes,
        ConfiguredEdit.of(config, stream, "edit", 1, "ink", ""));
    Path clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, FRAMES);
    try (VideoSource source = VideoSources.open(clip.toString(), SourceOptions.all())) {
      new FramePublisher(cluster.connection().kafkaProperties(), topics.frames(), serdes)
          .publish(source, PublishOptions.of(stream), PublishProgress.NONE);
    }
  }

  private static List<EditedFrame> restyled(String stream) {
    return restyled.values().stream().filter(f -> f.getStreamId().equals(stream)).toList();
  }

  private static List<WindowOutcome> outcomes(String stream) {
    return outcomes.values().stream()
        .filter(o -> o.getEdit().getStreamId().equals(stream))
        .toList();
  }

  private static String digest(String stream) throws Exception {
    PictureDigest digest = new PictureDigest();
    for (EditedFrame frame : restyled(stream)) {
      ByteBuffer image = frame.getImage().duplicate();
      byte[] bytes = new byte[image.remaining()];
      image.get(bytes);
      digest.add(PictureCodec.decode(bytes));
    }
    return digest.finish();
  }

  private static void awaitWhole(String stream, ChildProcess editing) throws Exception {
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(editing.isAlive()).as(editing::err).isTrue())
        .until(() -> restyled(stream).stream().anyMatch(EditedFrame::getEndOfStream));
    assertThat(restyled(stream).stream().map(EditedFrame::getSequence))
        .containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
    assertThat(outcomes(stream)).allSatisfy(o -> assertThat(o.getError()).isNull());
    assertThat(outcomes(stream).stream().map(WindowOutcome::getWindowIndex))
        .doesNotHaveDuplicates();
  }

  /** Kills as soon as some windows are done and others are not. */
  private static void killHalfWay(String stream, ChildProcess editing) throws Exception {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .failFast(() -> assertThat(editing.isAlive()).as(editing::err).isTrue())
        .until(() -> outcomes(stream).size() >= 2);
    editing.kill();
    assertThat(restyled(stream)).as("killed too late to show anything").hasSizeLessThan(FRAMES);
  }

  @Test
  void everyFrameComesOnceAndWithTheSameBytesAfterAKillWithOldAndWithNewState() throws Exception {
    publish("killed");
    try (ChildProcess first = editing("a")) {
      killHalfWay("killed", first);
    }
    try (ChildProcess second = editing("a")) {
      awaitWhole("killed", second);
      publish("killed-again");
      killHalfWay("killed-again", second);
    }
    try (ChildProcess third = editing("new")) {
      awaitWhole("killed-again", third);
      publish("undisturbed");
      awaitWhole("undisturbed", third);
    }
    assertThat(digest("killed")).isEqualTo(digest("undisturbed"));
    assertThat(digest("killed-again")).isEqualTo(digest("undisturbed"));
  }
}

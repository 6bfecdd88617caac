package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.cli.TestCluster;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.config.Settings;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.sample.SampleScene;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.TopicDefinition;
import dev.frameloom.schemas.Topics;
import dev.frameloom.schemas.UndecodableRecordException;
import dev.frameloom.windowing.Sequences;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in records, the roles go on, and a good stream beside them comes out whole with
 * the bytes that it has by itself. {@code -Dframeloom.mutants=20000} makes more of them.
 */
@Timeout(1800)
class HostileRecordsTest {

  private static final int MUTANTS = Integer.getInteger("frameloom.mutants", 240);
  private static final int FRAMES = 24;
  private static final int PARTITIONS = 2;
  private static final String SECRET = "canary-5d41402abc4b2a76";
  private static final SampleScene SCENE = new SampleScene(64, 48);

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RecordSerdes serdes;
  private static Topics topics;
  private static Config config;
  private static RoleSet roles;
  private static KafkaProducer<String, byte[]> producer;
  private static TestCluster.Seen<DeadLetter> letters;
  private static TestCluster.Seen<EditedFrame> restyled;
  private static TestCluster.Seen<WindowOutcome> outcomes;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster();
    serdes = cluster.connection().serdes();
    config =
        new ConfigLoader()
            .load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "edit.method",
                    "none",
                    "edit.max-delay-ms",
                    "1000",
                    "edit.gap-deadline-ms",
                    "2000",
                    "models.dir",
                    folder.resolve("models").toString(),
                    "topics.partitions",
                    Integer.toString(PARTITIONS),
                    "streams.state-dir",
                    folder.resolve("state").toString()));
    topics = TopicsOf.config(config);
    try (TopicAdmin admin = TopicAdmin.connect(cluster.connection().kafkaProperties())) {
      admin.create(topics);
    }
    letters = cluster.watch(topics.deadLetters().name(), serdes.deadLetter().deserializer());
    restyled = cluster.watch(topics.restyled().name(), serdes.editedFrame().deserializer());
    outcomes = cluster.watch(topics.outcomes().name(), new Lenient<>(serdes.outcome()));
    producer =
        new KafkaProducer<>(
            cluster.connection().kafkaProperties(),
            new StringSerializer(),
            new ByteArraySerializer());
    roles =
        RoleSet.start(
            EnumSet.allOf(Role.class), config, cluster.connection(), PipelineMetrics.NOOP);
    roles.awaitRunning(Duration.ofSeconds(90));
  }

  @AfterAll
  static void stop() {
    roles.close();
    producer.close();
    letters.close();
    restyled.close();
    outcomes.close();
    cluster.close();
  }

  @Test
  void recordsWithoutATimeAreTakenAsAnyOthers() throws Exception {
    String server = cluster.connection().bootstrapServers();
    int partition = Keys.partition("timeless", PARTITIONS);
    RawProducer.send(
        server,
        topics.edits().name(),
        partition,
        "timeless/edit",
        bytes(topics.edits(), edit("timeless")));
    for (long i = 0; i < FRAMES; i++) {
      RawProducer.send(
          server,
          topics.frames().name(),
          partition,
          "timeless",
          bytes(topics.frames(), frame("timeless", i)));
    }
    for (TopicDefinition topic :
        List.of(topics.windows(), topics.editedFrames(), topics.outcomes())) {
      RawProducer.send(server, topic.name(), partition, "timeless/edit", new byte[] {1, 2, 3});
    }
    awaitWhole("timeless");
  }

  @Test
  void mutatedFramesStopNothing() throws Exception {
    send(topics.edits(), "bad-frames/edit", edit("bad-frames"));
    Frame template = frame("bad-frames", 3);
    mutate(topics.frames(), template, "beside-frames", f -> ((Frame) f).getStreamId());
  }

  @Test
  void mutatedEditsStopNothing() throws Exception {
    mutate(
        topics.edits(),
        edit("bad-edits"),
        "beside-edits",
        e -> ((EditSpec) e).getStreamId() + "/" + ((EditSpec) e).getEditId());
  }

  @Test
  void mutatedWindowsStopNothing() throws Exception {
    mutate(
        topics.windows(),
        window("bad-windows", topics.frames().name(), 0, 5),
        "beside-windows",
        w -> key(((KeyframeWindow) w).getEdit()));
  }

  @Test
  void mutatedEditedFramesStopNothing() throws Exception {
    mutate(
        topics.editedFrames(),
        edited("bad-edited", 3),
        "beside-edited",
        f -> ((EditedFrame) f).getStreamId() + "/" + ((EditedFrame) f).getEditId());
  }

  @Test
  void mutatedOutcomesStopNothing() throws Exception {
    mutate(
        topics.outcomes(),
        outcome("bad-outcomes", 0, 4),
        "beside-outcomes",
        o -> key(((WindowOutcome) o).getEdit()));
  }

  @Test
  void sequencesFarAwayEndNothingOfTheirOwnStream() throws Exception {
    String stream = "jumping";
    send(topics.edits(), key(edit(stream)), edit(stream));
    long[] far = {1_000_000_000_000L, Sequences.MAX, Long.MAX_VALUE, Long.MIN_VALUE, 500_000};
    for (int i = 0; i < FRAMES; i++) {
      for (long sequence : far) {
        Frame stray = Frame.newBuilder(frame(stream, 0)).setSequence(sequence).build();
        if (i % 3 == 0) {
          stray = Frame.newBuilder(stray).setImage(ByteBuffer.wrap(new byte[] {1})).build();
        }
        send(topics.frames(), stream, Frame.newBuilder(stray).setEndOfStream(i % 2 == 0).build());
        send(
            topics.editedFrames(),
            key(edit(stream)),
            EditedFrame.newBuilder(edited(stream, 0)).setSequence(sequence).build());
        send(topics.outcomes(), key(edit(stream)), outcome(stream, sequence, sequence));
      }
      send(topics.frames(), stream, frame(stream, i));
    }
    awaitWhole(stream);
    assertThat(letters.values().stream().filter(l -> stream.equals(l.getStreamId())))
        .extracting(DeadLetter::getReason)
        .contains("far-sequence");
  }

  @Test
  void aWindowThatPointsElsewhereFailsSoonAndHoldsUpNobody() throws Exception {
    send(topics.frames(), "strange", frame("strange", 0));
    List<KeyframeWindow> strays = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      strays.add(window("to-partition-" + i, topics.frames().name(), 99, 0));
      strays.add(window("to-topic-" + i, topics.edits().name(), 0, 0));
      strays.add(window("to-nowhere-" + i, "no/such\u0000topic", 0, 0));
      strays.add(window("before-" + i, topics.frames().name(), -1, -7));
      strays.add(window("behind-" + i, topics.frames().name(), -1, 1L << 40));
      strays.add(window("of-another-" + i, topics.frames().name(), -1, 0));
    }
    for (KeyframeWindow stray : strays) {
      send(topics.windows(), key(stray.getEdit()), stray);
    }
    good("beside-strays");
    awaitWhole("beside-strays");
    for (KeyframeWindow stray : strays) {
      String stream = stray.getEdit().getStreamId();
      await()
          .failFast(HostileRecordsTest::requireRoles)
          .until(() -> outcomes.values().stream().anyMatch(o -> isOf(o, stream)));
      WindowOutcome outcome =
          outcomes.values().stream().filter(o -> isOf(o, stream)).findFirst().orElseThrow();
      assertThat(outcome.getStatus()).as(stream).isEqualTo(OutcomeStatus.FAILED);
      assertThat(outcome.getGaps()).containsExactly(0L, 1L, 2L);
      assertThat(letters.values()).anyMatch(l -> stream.equals(l.getStreamId()));
    }
  }

  @Test
  void anEditCanNotMakeTheServiceOpenAFile() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.safetensors"), SECRET.repeat(100));
    Path broken = Files.createDirectories(folder.resolve("models/broken"));
    Files.writeString(broken.resolve("model_index.json"), SECRET);
    Path plain = Files.writeString(folder.resolve("models/plain"), SECRET);
    List<String> models =
        List.of(
            secret.toString(),
            folder.resolve("absent.safetensors").toString(),
            "miniature+" + secret + "@1",
            "miniature+../secret@1",
            "..",
            "../secret.safetensors",
            "~/secret",
            "broken",
            "broken+plain",
            plain.getFileName().toString(),
            "catalog.json",
            "a\u0000b");
    for (int i = 0; i < models.size(); i++) {
      String stream = "reads-" + i;
      EditSpec edit =
          EditSpec.newBuilder(edit(stream)).setMethod("live").setModel(models.get(i)).build();
      send(topics.edits(), key(edit), edit);
      send(topics.frames(), stream, Frame.newBuilder(frame(stream, FRAMES - 1)).build());
    }
    String where = folder.toString();
    for (int i = 0; i < models.size(); i++) {
      String stream = "reads-" + i;
      String model = models.get(i);
      await()
          .atMost(Duration.ofSeconds(60))
          .failFast(HostileRecordsTest::requireRoles)
          .until(() -> letters.values().stream().anyMatch(l -> stream.equals(l.getStreamId())));
      WindowOutcome outcome =
          outcomes.values().stream().filter(o -> isOf(o, stream)).findFirst().orElseThrow();
      assertThat(told(outcome.getError(), secret)).as(model).doesNotContain(where, SECRET);
      assertThat(letters.values().stream().filter(l -> stream.equals(l.getStreamId())))
          .allSatisfy(
              letter -> {
                String told = told(letter.getMessage() + letter.getException(), secret);
                assertThat(told).as(model).doesNotContain(where, SECRET.substring(0, 8));
              });
    }
    assertThat(error("reads-0").replace(models.get(0), ""))
        .as("nothing tells whether the file is there")
        .isEqualTo(error("reads-1").replace(models.get(1), "").replace("reads-1", "reads-0"));
  }

  /** Without what the edit said itself. */
  private static String told(String message, Path named) {
    return message
        .replace(named.toString(), "")
        .replace(named.resolveSibling("absent.safetensors").toString(), "");
  }

  private static String error(String stream) {
    return outcomes.values().stream()
        .filter(o -> isOf(o, stream))
        .findFirst()
        .orElseThrow()
        .getError();
  }

  private static boolean isOf(WindowOutcome outcome, String stream) {
    return outcome != null && outcome.getEdit().getStreamId().equals(stream);
  }

  /** Frames of a good stream, each behind its share of mutants. */
  private static void mutate(
      TopicDefinition topic,
      SpecificRecord template,
      String beside,
      Function<SpecificRecord, String> keyOf)
      throws Exception {
    Mutants mutants = new Mutants(topic.name().hashCode());
    byte[] whole = bytes(topic, template);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    send(topics.edits(), key(edit(beside)), edit(beside));
    for (int i = 0; i < FRAMES; i++) {
      for (int j = 0; j < MUTANTS / FRAMES; j++) {
        SpecificRecord varied = mutants.varied(template);
        String key = keyOf.apply(j % 2 == 0 ? varied : template);
        byte[] value = j % 2 == 0 ? bytes(topic, varied) : mutants.damaged(whole);
        if (value.length < topic.maxMessageBytes() / 2) {
          sent.add(
              producer.send(
                  new ProducerRecord<>(topic.name(), Keys.partition(key, PARTITIONS), key, value)));
        }
      }
      send(topics.frames(), beside, frame(beside, i));
    }
    awaitWhole(beside);
    // a mutant that never reached the broker would prove nothing
    assertThat(sent).allSatisfy(mutant -> assertThat(mutant).succeedsWithin(Duration.ofMinutes(1)));
  }

  private static void good(String stream) throws Exception {
    send(topics.edits(), key(edit(stream)), edit(stream));
    for (int i = 0; i < FRAMES; i++) {
      send(topics.frames(), stream, frame(stream, i));
    }
  }

  private static void requireRoles() {
    roles.throwIfFailed();
  }

  private static void awaitWhole(String stream) {
    await()
        .atMost(Duration.ofSeconds(60 + MUTANTS / 20))
        .failFast(HostileRecordsTest::requireRoles)
        .until(() -> frames(stream).stream().anyMatch(EditedFrame::getEndOfStream));
    assertThat(frames(stream).stream().map(EditedFrame::getSequence))
        .containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
    assertThat(frames(stream))
        .allSatisfy(
            f -> {
              assertThat(f.getOrigin()).isEqualTo(FrameOrigin.IDENTITY);
              assertThat(f.getImage()).isEqualTo(frame(stream, f.getSequence()).getImage());
            });
    requireRoles();
  }

  private static List<EditedFrame> frames(String stream) {
    return restyled.values().stream().filter(f -> f.getStreamId().equals(stream)).toList();
  }

  private static void send(TopicDefinition topic, String key, SpecificRecord value)
      throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topic.name(), Keys.partition(key, PARTITIONS), key, bytes(topic, value)))
        .get();
  }

  @SuppressWarnings("unchecked")
  private static byte[] bytes(TopicDefinition topic, SpecificRecord value) {
    Serializer<?> serializer =
        switch (value.getSchema().getName()) {
          case "Frame" -> serdes.frame().serializer();
          case "EditSpec" -> serdes.editSpec().serializer();
          case "KeyframeWindow" -> serdes.window().serializer();
          case "EditedFrame" -> serdes.editedFrame().serializer();
          case "WindowOutcome" -> serdes.outcome().serializer();
          default -> throw new IllegalArgumentException(value.getSchema().getName());
        };
    return ((Serializer<SpecificRecord>) serializer).serialize(topic.name(), value);
  }

  private static String key(EditSpec edit) {
    return edit.getStreamId() + "/" + edit.getEditId();
  }

  private static EditSpec edit(String stream) {
    return ConfiguredEdit.of(config.with(Settings.METHOD, "none"), stream, "edit", 1, "ink", "");
  }

  private static Frame frame(String stream, long sequence) {
    byte[] image =
        PictureCodec.encode(
            SCENE.frame((int) sequence), dev.frameloom.image.ImageEncoding.JPEG, 90);
    return new Frame(
        stream,
        sequence,
        sequence * 40_000L,
        40_000L,
        64,
        48,
        ImageEncoding.JPEG,
        ByteBuffer.wrap(image),
        sequence == FRAMES - 1);
  }

  private static EditedFrame edited(String stream, long sequence) {
    Frame source = frame(stream, sequence);
    return new EditedFrame(
        stream,
        "edit",
        1,
        0L,
        sequence,
        source.getCaptureTimeUs(),
        40_000L,
        64,
        48,
        ImageEncoding.JPEG,
        source.getImage(),
        FrameOrigin.KEYFRAME,
        false);
  }

  /** A window of three frames; partition -1 is the stream's own. */
  private static KeyframeWindow window(String stream, String topic, int partition, long offset) {
    int at = partition == -1 ? Keys.partition(stream, PARTITIONS) : partition;
    List<FrameRef> refs =
        LongStream.range(0, 3)
            .mapToObj(i -> new FrameRef(i, i * 40_000, topic, at, offset + i))
            .toList();
    return KeyframeWindow.newBuilder()
        .setEdit(edit(stream))
        .setWindowIndex(0)
        .setAnchor(refs.get(0))
        .setFrames(refs)
        .setKeyframes(List.of(0, 2))
        .setPublishFrom(0)
        .setFirstSequence(0)
        .setLastSequence(2)
        .setCloseReason(CloseReason.LENGTH)
        .build();
  }

  private static WindowOutcome outcome(String stream, long first, long last) {
    return WindowOutcome.newBuilder()
        .setEdit(edit(stream))
        .setWindowIndex(7)
        .setStatus(OutcomeStatus.FAILED)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setFramesPublished((int) (last - first))
        .setKeyframes(0)
        .setGaps(List.of(first))
        .setGapCaptureTimesUs(List.of(-1L))
        .build();
  }

  /** Reads what can be read; nothing where a mutant can't. */
  private record Lenient<T>(Serde<T> serde) implements Deserializer<T> {
    @Override
    public T deserialize(String topic, byte[] bytes) {
      try {
        return serde.deserializer().deserialize(topic, bytes);
      } catch (UndecodableRecordException e) {
        return null;
      }
    }
  }
}

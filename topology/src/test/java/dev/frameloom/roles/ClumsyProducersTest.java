package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.cli.TestCluster;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.schemas.Keys;
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
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Producers that choose partitions, keys and numbers in ways of their own. */
@Timeout(120)
class ClumsyProducersTest {

  private static final int PARTITIONS = 4;
  private static final int FRAMES = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static Topics topics;
  private static Config config;
  private static RecordSerdes serdes;
  private static InMemoryMetrics metrics;
  private static RoleSet roles;
  private static KafkaProducer<String, byte[]> producer;
  private static TestCluster.Seen<EditedFrame> restyled;
  private static TestCluster.Seen<DeadLetter> letters;

  @BeforeAll
  static void start() throws InterruptedException {
    cluster = new TestCluster();
    serdes = cluster.connection().serdes();
    config =
        new ConfigLoader()
            .load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "edit.method", "none",
                    "edit.max-delay-ms", "500",
                    "topics.partitions", "2", // not what the topics have
                    "streams.state-dir", folder.toString()));
    topics = TopicsOf.config(config);
    try (TopicAdmin admin = TopicAdmin.connect(cluster.connection().kafkaProperties())) {
      admin.create(topics.withSettings(topics.settings().withPartitions(PARTITIONS)));
    }
    restyled = cluster.watch(topics.restyled().name(), serdes.editedFrame().deserializer());
    letters = cluster.watch(topics.deadLetters().name(), serdes.deadLetter().deserializer());
    metrics = new InMemoryMetrics();
    producer =
        new KafkaProducer<>(
            cluster.connection().kafkaProperties(),
            new StringSerializer(),
            new ByteArraySerializer());
    roles = RoleSet.start(EnumSet.allOf(Role.class), config, cluster.connection(), metrics);
    roles.awaitRunning(PATIENCE);
  }

  @AfterAll
  static void stop() {
    roles.close();
    producer.close();
    restyled.close();
    letters.close();
    cluster.close();
  }

  @Test
  void framesInAnotherPartitionThanTheirStreamsAreRestyled() throws Exception {
    publishEdit("hashed-by-crc");
    int elsewhere = (home("hashed-by-crc") + 1) % PARTITIONS;
    sendFrames("hashed-by-crc", "hashed-by-crc", elsewhere);
    awaitWhole("hashed-by-crc");
    assertThat(metrics.count("recordsMoved")).isGreaterThanOrEqualTo(FRAMES);
  }

  @Test
  void framesWithoutAKeyAndAnEditThatIsHashedByItsWholeKeyMeet() throws Exception {
    String stream = streamWhoseEditStrays();
    EditSpec edit = edit(stream);
    String key = Keys.of(stream, edit.getEditId());
    send(topics.edits(), serdes.editSpec(), key, defaultPartition(key), edit);
    sendFrames(stream, null, (home(stream) + 2) % PARTITIONS);
    awaitWhole(stream);
    send(topics.edits(), serdes.editSpec(), key, defaultPartition(key), null);
    await().atMost(PATIENCE).until(() -> metrics.count("recordsMoved") > FRAMES + 1);
  }

  @Test
  void framesThatARestartedProducerNumbersAnewAreRestyledOrHaveADeadLetter() throws Exception {
    String stream = "restarted";
    publishEdit(stream);
    for (int i = 0; i < 8; i++) {
      sendFrame(stream, i, 0);
    }
    await().atMost(PATIENCE).until(() -> restyled(stream).size() == 8);
    for (int i = 0; i < FRAMES; i++) {
      sendFrame(stream, i, 3_600_000_000L);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> restyled(stream).size() + letters(stream).size() == 8 + FRAMES);
    assertThat(letters(stream))
        .hasSize(8)
        .allSatisfy(letter -> assertThat(letter.getReason()).isEqualTo("repeated-sequence"))
        .allSatisfy(letter -> assertThat(letter.getMessage()).contains("number on from"));
    assertThat(restyled(stream).stream().map(EditedFrame::getSequence))
        .containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
  }

  private static void awaitWhole(String stream) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(restyled(stream).size())
                    .as("%s, %s", metrics.snapshot(), letters.values())
                    .isGreaterThanOrEqualTo(FRAMES));
    assertThat(restyled(stream).stream().map(EditedFrame::getSequence))
        .containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
    assertThat(letters(stream)).isEmpty();
  }

  private static String streamWhoseEditStrays() {
    for (int i = 0; ; i++) {
      String stream = "hashed-whole-" + i;
      if (defaultPartition(Keys.of(stream, "edit")) != home(stream)) {
        return stream;
      }
    }
  }

  private static int home(String stream) {
    return Keys.partition(stream, PARTITIONS);
  }

  /** What Kafka's own partitioner does with a key. */
  private static int defaultPartition(String key) {
    byte[] bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(bytes)) % PARTITIONS;
  }

  private static EditSpec edit(String stream) {
    return ConfiguredEdit.of(config, stream, "edit", 1, "", "");
  }

  private static void publishEdit(String stream) throws InterruptedException {
    EditPublisher.publish(cluster.connection(), topics, serdes, edit(stream));
  }

  private static void sendFrames(String stream, String key, int partition) throws Exception {
    StreamOfFrames frames = new StreamOfFrames(stream, FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      send(topics.frames(), serdes.frame(), key, partition, frames.frame(i));
    }
  }

  private static void sendFrame(String stream, int sequence, long laterUs) throws Exception {
    Frame first = new StreamOfFrames(stream, FRAMES).frame(sequence);
    Frame frame =
        Frame.newBuilder(first).setCaptureTimeUs(first.getCaptureTimeUs() + laterUs).build();
    send(topics.frames(), serdes.frame(), stream, home(stream), frame);
  }

  private static <T> void send(
      TopicDefinition topic, Serde<T> serde, String key, int partition, T value) throws Exception {
    byte[] bytes = serde.serializer().serialize(topic.name(), value);
    producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes)).get();
  }

  private static List<EditedFrame> restyled(String stream) {
    return restyled.values().stream().filter(f -> f.getStreamId().equals(stream)).toList();
  }

  private static List<DeadLetter> letters(String stream) {
    return letters.values().stream().filter(l -> stream.equals(l.getStreamId())).toList();
  }
}

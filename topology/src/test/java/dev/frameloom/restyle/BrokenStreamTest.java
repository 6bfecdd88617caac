package dev.frameloom.restyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.cli.CliRun;
import dev.frameloom.cli.TestCluster;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.config.Settings;
import dev.frameloom.egress.RecordListener;
import dev.frameloom.egress.RecordOptions;
import dev.frameloom.egress.RecordReport;
import dev.frameloom.egress.RestyledRecorder;
import dev.frameloom.image.Orientation;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.TaggedPictures;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.roles.ConfiguredEdit;
import dev.frameloom.roles.EditPublisher;
import dev.frameloom.roles.Role;
import dev.frameloom.roles.RoleSet;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.sample.SampleScene;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream with records in it that nobody can read: they are told of, and it goes on. */
@Timeout(120)
class BrokenStreamTest {

  private static final String STREAM = "door";
  private static final String PHONE = "phone";
  private static final String DARK = "dark";
  private static final dev.frameloom.image.ImageEncoding JPEG =
      dev.frameloom.image.ImageEncoding.JPEG;
  private static final int FRAMES = 20;
  private static final int DAMAGED = 6;
  private static final byte WRONG_MAGIC = 7;
  private static final byte[] UNKNOWN_SCHEMA = {0, 0x7f, 0, 0, 1, 2, 3, 4};

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RoleSet roles;
  private static RecordSerdes serdes;
  private static Topics topics;
  private static TestCluster.Seen<DeadLetter> letters;
  private static TestCluster.Seen<EditedFrame> restyled;

  /** One damaged stream, edited in three ways at once. */
  @BeforeAll
  static void editTheStream() throws Exception {
    cluster = new TestCluster();
    serdes = cluster.connection().serdes();
    Config config =
        new ConfigLoader()
            .load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "edit.method", "none",
                    "topics.partitions", "2",
                    "streams.state-dir", folder.resolve("state").toString()));
    topics = TopicsOf.config(config);
    try (TopicAdmin admin = TopicAdmin.connect(cluster.connection().kafkaProperties())) {
      admin.create(topics);
    }
    letters = cluster.watch(topics.deadLetters().name(), serdes.deadLetter().deserializer());
    restyled = cluster.watch(topics.restyled().name(), serdes.editedFrame().deserializer());
    for (GapPolicy policy : GapPolicy.values()) {
      EditPublisher.publish(
          cluster.connection(),
          topics,
          serdes,
          ConfiguredEdit.of(
              config.with(Settings.GAP_POLICY, policy), STREAM, policy.name(), 1, "", ""));
    }
    EditSpec hold =
        ConfiguredEdit.of(
            config.with(Settings.GAP_POLICY, GapPolicy.HOLD), PHONE, "HOLD", 1, "", "");
    EditPublisher.publish(cluster.connection(), topics, serdes, hold);
    hold =
        ConfiguredEdit.of(
            config.with(Settings.GAP_POLICY, GapPolicy.HOLD), DARK, "HOLD", 1, "", "");
    EditPublisher.publish(cluster.connection(), topics, serdes, hold);
    publishFrames();
    publishForeignFrames();
    roles =
        RoleSet.start(
            EnumSet.allOf(Role.class), config, cluster.connection(), PipelineMetrics.NOOP);
    roles.awaitRunning(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    roles.close();
    letters.close();
    restyled.close();
    cluster.close();
  }

  private static void publishFrames() throws Exception {
    SampleScene scene = new SampleScene(64, 48);
    String topic = topics.frames().name();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            cluster.connection().kafkaProperties(),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < FRAMES; i++) {
        byte[] image =
            PictureCodec.encode(scene.frame(i), dev.frameloom.image.ImageEncoding.JPEG, 90);
        if (i == DAMAGED) {
          image = Arrays.copyOf(image, image.length / 2);
        }
        Frame frame =
            new Frame(
                STREAM,
                (long) i,
                i * 40_000L,
                40_000L,
                64,
                48,
                ImageEncoding.JPEG,
                ByteBuffer.wrap(image),
                i == FRAMES - 1);
        byte[] value = serdes.frame().serializer().serialize(topic, frame);
        if (i == 3) {
          send(producer, UNKNOWN_SCHEMA);
        }
        if (i == 10) {
          byte[] wrong = value.clone();
          wrong[0] = WRONG_MAGIC;
          send(producer, wrong);
        }
        send(producer, value);
      }
    }
  }

  /** A phone's frames, which lie on their side with a tag; and a stream of damaged ones. */
  private static void publishForeignFrames() throws Exception {
    String topic = topics.frames().name();
    byte[] lying = PictureCodec.encode(new SampleScene(64, 48).frame(0), JPEG, 90);
    byte[] tagged = TaggedPictures.tagged(lying, 6);
    byte[] cut = Arrays.copyOf(lying, lying.length / 2);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            cluster.connection().kafkaProperties(),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < 4; i++) {
        for (String stream : List.of(PHONE, DARK)) {
          byte[] image = stream.equals(DARK) || i == 2 ? cut : tagged;
          Frame frame =
              new Frame(
                  stream,
                  (long) i,
                  i * 40_000L,
                  40_000L,
                  64,
                  48,
                  ImageEncoding.JPEG,
                  ByteBuffer.wrap(image),
                  i == 3);
          byte[] value = serdes.frame().serializer().serialize(topic, frame);
          producer
              .send(new ProducerRecord<>(topic, Keys.partition(stream, 2), stream, value))
              .get();
        }
      }
    }
  }

  private static void send(KafkaProducer<String, byte[]> producer, byte[] value)
      throws ExecutionException, InterruptedException {
    String topic = topics.frames().name();
    producer.send(new ProducerRecord<>(topic, Keys.partition(STREAM, 2), STREAM, value)).get();
  }

  private RecordReport record(GapPolicy policy) {
    RestyledRecorder recorder =
        new RestyledRecorder(cluster.connection().kafkaProperties(), topics.restyled(), serdes);
    try (VideoSink sink =
        VideoSinks.open(folder.resolve(policy + ".mp4"), SinkOptions.defaults())) {
      RecordListener nobody = (frame, picture) -> {};
      RecordOptions options =
          RecordOptions.of(STREAM, policy.name()).withIdleTimeout(Duration.ofSeconds(40));
      return recorder.record(sink, options, nobody);
    }
  }

  private static List<EditedFrame> restyled(GapPolicy policy) {
    return restyled.values().stream()
        .filter(f -> f.getStreamId().equals(STREAM) && f.getEditId().equals(policy.name()))
        .toList();
  }

  private static List<Long> sequences(List<EditedFrame> frames) {
    return frames.stream().map(EditedFrame::getSequence).toList();
  }

  @Test
  void aDamagedFrameIsHeldOverAndTheRecordingEndsWithTheStream() {
    RecordReport report = record(GapPolicy.HOLD);
    assertThat(report.end()).isEqualTo(RecordReport.End.END_OF_STREAM);
    assertThat(report.frames()).isEqualTo(FRAMES);
    assertThat(Clips.times(Clips.read(folder.resolve("HOLD.mp4"))))
        .containsExactlyElementsOf(
            java.util.stream.LongStream.range(0, FRAMES).mapToObj(i -> i * 40_000).toList());
    await().until(() -> restyled(GapPolicy.HOLD).size() == FRAMES);
    EditedFrame filled = restyled(GapPolicy.HOLD).get(DAMAGED);
    assertThat(filled.getSequence()).isEqualTo(DAMAGED);
    assertThat(filled.getOrigin()).isEqualTo(FrameOrigin.HELD);
    assertThat(filled.getImage()).isEqualTo(restyled(GapPolicy.HOLD).get(DAMAGED - 1).getImage());
  }

  @Test
  void aDamagedFrameIsLeftOutWhereGapsAreSkipped() {
    RecordReport report = record(GapPolicy.SKIP);
    assertThat(report.end()).isEqualTo(RecordReport.End.END_OF_STREAM);
    assertThat(report.frames()).isEqualTo(FRAMES - 1);
    assertThat(report.missing()).isEqualTo(1);
    await().until(() -> restyled(GapPolicy.SKIP).size() == FRAMES - 1);
    assertThat(sequences(restyled(GapPolicy.SKIP))).doesNotContain((long) DAMAGED).isSorted();
  }

  @Test
  void aDamagedFrameThatCanNotBePassedThroughIsHeldOver() {
    RecordReport report = record(GapPolicy.PASS_THROUGH);
    assertThat(report.end()).isEqualTo(RecordReport.End.END_OF_STREAM);
    assertThat(report.frames()).isEqualTo(FRAMES);
  }

  @Test
  void taggedFramesComeOutUprightAlsoWhereOneIsHeldForAnother() throws Exception {
    Path out = folder.resolve("phone%d.png");
    CliRun.of(cluster.with("record", "--stream", PHONE, "--edit", "HOLD", "--out", out.toString()))
        .succeeded();

    Picture upright =
        Orientation.ofExif(6)
            .apply(
                PictureCodec.decode(
                    PictureCodec.encode(new SampleScene(64, 48).frame(0), JPEG, 90)));
    assertThat(Clips.read(out).stream().map(VideoFrame::picture).toList())
        .containsExactly(upright, upright, upright, upright);
  }

  @Test
  void aRecordingOfAStreamOfWhichNoFrameCouldBeEditedEndsAndSaysSo() {
    String out = folder.resolve("dark.mp4").toString();

    CliRun.of(cluster.with("record", "--stream", DARK, "--edit", "HOLD", "--out", out))
        .failed(1, "stream dark ended", "no frame of it could be edited");
  }

  @Test
  void everythingThatWasGivenUpIsADeadLetterWithItsReasonAndPlace() {
    await().until(() -> reasons().contains("unknown-schema"));
    await().until(() -> letters.values().stream().anyMatch(it -> STREAM.equals(it.getStreamId())));
    DeadLetter damaged = letter("undecodable-image");
    assertThat(damaged.getSequence()).isEqualTo(DAMAGED);
    assertThat(damaged.getStreamId()).isEqualTo(STREAM);
    assertThat(damaged.getOffset()).isEqualTo(DAMAGED + 1); // the unknown one lies before it
    assertThat(damaged.getMessage()).contains("truncated JPEG");
    DeadLetter unknown = letter("unknown-schema");
    assertThat(unknown.getTopic()).isEqualTo(topics.frames().name());
    assertThat(unknown.getOffset()).isEqualTo(3);
    assertThat(unknown.getValue()).isEqualTo(ByteBuffer.wrap(UNKNOWN_SCHEMA));
    await().until(() -> reasons().contains("undecodable-record"));
    DeadLetter wrong = letter("undecodable-record");
    assertThat(wrong.getOffset()).isEqualTo(11);
    assertThat(wrong.getMessage()).contains("zero byte", "07 00 00 00");
    assertThat(letters.values()).allSatisfy(l -> assertThat(l.getRole()).isEqualTo("windowing"));
  }

  private static List<String> reasons() {
    return letters.values().stream().map(DeadLetter::getReason).toList();
  }

  private static DeadLetter letter(String reason) {
    return letters.values().stream()
        .filter(letter -> letter.getReason().equals(reason))
        .filter(letter -> letter.getStreamId() == null || letter.getStreamId().equals(STREAM))
        .findFirst()
        .orElseThrow();
  }
}

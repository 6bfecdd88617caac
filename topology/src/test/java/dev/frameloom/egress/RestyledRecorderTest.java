package dev.frameloom.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.embedded.BrokerSettings;
import dev.frameloom.embedded.EmbeddedKafka;
import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.schemas.StreamPartitioner;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestyledRecorderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Topics TOPICS = Topics.withPrefix("");
  private static EmbeddedKafka broker;
  private static RecordSerdes serdes;

  private final List<VideoFrame> frames = Clips.testFrames(64, 48, 12);
  @TempDir Path folder;
  private String stream;

  @BeforeAll
  static void start() {
    broker = EmbeddedKafka.start(BrokerSettings.temporary());
    serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
    try (TopicAdmin admin = TopicAdmin.connect(client())) {
      admin.create(TOPICS);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void nameStream(TestInfo test) {
    stream = test.getTestMethod().orElseThrow().getName();
  }

  private static Map<String, String> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private EditedFrame edited(int sequence, boolean last) {
    VideoFrame frame = frames.get(sequence);
    return edited(sequence, frame.picture(), frame.captureTimeUs() * (sequence + 1), last);
  }

  private EditedFrame edited(int sequence, Picture picture, long timeUs, boolean last) {
    byte[] image = PictureCodec.encode(picture, ImageEncoding.PNG, 100);
    return new EditedFrame(
        stream,
        "e",
        1,
        0L,
        (long) sequence,
        timeUs,
        40_000L,
        picture.width(),
        picture.height(),
        dev.frameloom.avro.ImageEncoding.PNG,
        ByteBuffer.wrap(image),
        FrameOrigin.KEYFRAME,
        last);
  }

  private void publish(List<EditedFrame> records) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "partitioner.class",
            StreamPartitioner.class.getName());
    try (KafkaProducer<String, EditedFrame> producer =
        new KafkaProducer<>(settings, new StringSerializer(), serdes.editedFrame().serializer())) {
      for (EditedFrame frame : records) {
        String key = frame.getStreamId() + "/" + frame.getEditId();
        assertThat(producer.send(new ProducerRecord<>("restyled", key, frame)))
            .succeedsWithin(PATIENCE);
      }
    }
  }

  private List<EditedFrame> clip(int... sequences) {
    List<EditedFrame> records = new ArrayList<>();
    for (int sequence : sequences) {
      records.add(edited(sequence, sequence == 11));
    }
    return records;
  }

  private static RestyledRecorder recorder() {
    return new RestyledRecorder(client(), TOPICS.restyled(), serdes);
  }

  private RecordReport record(RecordOptions options) {
    try (VideoSink sink = VideoSinks.open(folder.resolve("out.mp4"), SinkOptions.defaults())) {
      RecordReport report = recorder().record(sink, options, RecordListener.NONE);
      sink.complete();
      return report;
    }
  }

  private List<Long> recordedTimes() {
    return Clips.times(Clips.read(folder.resolve("out.mp4")));
  }

  @Test
  void aStreamIsRecordedToItsEndWithItsTimes() {
    publish(clip(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    List<Long> times = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();

    RecordReport report;
    try (VideoSink sink = VideoSinks.open(folder.resolve("out.mp4"), SinkOptions.defaults())) {
      report =
          recorder()
              .record(
                  sink,
                  RecordOptions.of(stream, "e"),
                  (frame, picture) -> {
                    times.add(frame.getCaptureTimeUs());
                    pictures.add(picture);
                  });
    }

    assertThat(report.end()).isEqualTo(RecordReport.End.END_OF_STREAM);
    assertThat(report.frames()).isEqualTo(12);
    assertThat(report.missing()).isZero();
    assertThat(recordedTimes()).isEqualTo(times).hasSize(12);
    assertThat(pictures).isEqualTo(frames.stream().map(VideoFrame::picture).toList());
  }

  @Test
  void holesAreCountedAndRepeatedFramesLeftOut() {
    publish(clip(2, 3, 3, 6, 5, 7, 11));

    RecordReport report = record(RecordOptions.of(stream, "e"));

    assertThat(report.frames()).isEqualTo(5);
    assertThat(report.firstSequence()).isEqualTo(2);
    assertThat(report.lastSequence()).isEqualTo(11);
    assertThat(report.missing()).isEqualTo(5);
    assertThat(report.repeated()).isEqualTo(2);
    assertThat(recordedTimes()).hasSize(5);
  }

  @Test
  void otherStreamsAndEditsAreLeftAlone() {
    List<EditedFrame> mixed = new ArrayList<>();
    for (EditedFrame frame : clip(0, 1, 2, 11)) {
      EditedFrame other = EditedFrame.newBuilder(frame).setEditId("other").build();
      mixed.add(other);
      mixed.add(frame);
    }
    publish(mixed);

    assertThat(record(RecordOptions.of(stream, "e")).frames()).isEqualTo(4);
  }

  @Test
  void recordingEndsAtTheLimitOrWhenNothingComes() {
    publish(clip(0, 1, 2, 3));
    RecordOptions options = RecordOptions.of(stream, "e").withIdleTimeout(Duration.ofMillis(300));

    assertThat(record(options.withMaxFrames(3)).end()).isEqualTo(RecordReport.End.MAX_FRAMES);
    assertThat(recordedTimes()).hasSize(3);
    assertThat(record(options).end()).isEqualTo(RecordReport.End.IDLE);
    assertThat(recordedTimes()).hasSize(4);
  }

  @Test
  void recordingSinceATimeLeavesOlderRecordsOut() {
    publish(clip(0, 1, 2, 11));
    RecordOptions options = RecordOptions.of(stream, "e").withIdleTimeout(Duration.ofMillis(300));
    Instant future = Instant.now().plusSeconds(3600);

    assertThat(record(options.withFrom(new RecordOptions.From.Since(future))).frames()).isZero();
    assertThat(record(options.withFrom(new RecordOptions.From.Since(Instant.EPOCH))).frames())
        .isEqualTo(4);
  }

  @Test
  void recordingFromNowSeesOnlyWhatComesAfter() {
    publish(clip(0, 1, 2));
    RecordOptions options =
        RecordOptions.of(stream, "e")
            .withFrom(new RecordOptions.From.Now())
            .withIdleTimeout(Duration.ofMillis(300));

    assertThat(record(options).frames()).isZero();
    assertThat(folder.resolve("out.mp4")).doesNotExist();
  }

  @Test
  void aStopLeavesAPlayableFile() {
    publish(clip(0, 1, 2, 3));
    RestyledRecorder recorder = recorder();
    CountDownLatch four = new CountDownLatch(4);
    CompletableFuture<RecordReport> report =
        CompletableFuture.supplyAsync(
            () -> {
              try (VideoSink sink =
                  VideoSinks.open(folder.resolve("out.mp4"), SinkOptions.defaults())) {
                return recorder.record(
                    sink, RecordOptions.of(stream, "e"), (frame, picture) -> four.countDown());
              }
            });
    await().atMost(PATIENCE).until(() -> four.getCount() == 0);

    recorder.stop();

    assertThat(report.join().end()).isEqualTo(RecordReport.End.STOPPED);
    assertThat(recordedTimes()).hasSize(4);
  }

  @Test
  void aSizeThatChangesIsScaledToTheFirstAndCounted() {
    Picture large = Clips.testFrames(128, 96, 1).get(0).picture();
    publish(
        List.of(edited(0, false), edited(1, large, 40_000, false), edited(2, large, 80_000, true)));

    assertThat(record(RecordOptions.of(stream, "e")).resized()).isEqualTo(2);
  }

  @Test
  void anImageThatCantBeDecodedIsSaidWithItsPlace() {
    EditedFrame broken =
        EditedFrame.newBuilder(edited(1, false)).setImage(ByteBuffer.allocate(9)).build();
    publish(List.of(edited(0, false), broken));

    assertThatThrownBy(() -> record(RecordOptions.of(stream, "e")))
        .isInstanceOf(RecordingException.class)
        .hasMessageContainingAll("frame 1 of " + stream + "/e", "restyled-", "@");
    assertThat(recordedTimes()).hasSize(1);
  }

  @Test
  void aMissingTopicIsSaidToBeMissing() {
    RestyledRecorder recorder =
        new RestyledRecorder(client(), Topics.withPrefix("no.").restyled(), serdes);
    try (VideoSink sink = VideoSinks.open(folder.resolve("out.mp4"), SinkOptions.defaults())) {
      assertThatThrownBy(
              () -> recorder.record(sink, RecordOptions.of(stream, "e"), RecordListener.NONE))
          .isInstanceOf(RecordingException.class)
          .hasMessageContainingAll("no.restyled");
    }
  }
}

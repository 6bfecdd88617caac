package dev.frameloom.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.Frame;
import dev.frameloom.embedded.BrokerSettings;
import dev.frameloom.embedded.EmbeddedKafka;
import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.media.Clips;
import dev.frameloom.media.MediaException;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSource;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FramePublisherTest {

  private static final int SMALL_MESSAGES = 64 << 10;
  private static final Topics TOPICS =
      Topics.withPrefix("")
          .withSettings(
              TopicSettings.defaults().withPartitions(2).withMaxMessageBytes(SMALL_MESSAGES));
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static EmbeddedKafka broker;
  private static RecordSerdes serdes;

  private final List<VideoFrame> frames = Clips.testFrames(64, 48, 30);
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

  private static FramePublisher publisher() {
    return new FramePublisher(client(), TOPICS.frames(), serdes);
  }

  private PublishReport publish(List<VideoFrame> source) {
    return publish(ListVideo.of(source));
  }

  private PublishReport publish(VideoSource source) {
    return publisher().publish(source, PublishOptions.of(stream), PublishProgress.NONE);
  }

  /** The stream's committed frames. */
  private List<Frame> published() {
    List<Frame> found = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition("frames", 0), new TopicPartition("frames", 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().equals(stream)) {
            found.add(serdes.frame().deserializer().deserialize("frames", record.value()));
          }
        }
      }
    }
    return found;
  }

  private void assertPublished(int count, boolean ended) {
    List<Frame> found = published();
    assertThat(found.stream().map(Frame::getSequence))
        .isEqualTo(LongStream.range(0, count).boxed().toList());
    assertThat(found.stream().filter(Frame::getEndOfStream).map(Frame::getSequence))
        .isEqualTo(ended ? List.of(count - 1L) : List.of());
  }

  @Test
  void everyFrameIsPublishedOnceWithItsTimeAndTheLastIsMarked() throws Exception {
    AtomicLong sent = new AtomicLong();
    PublishReport report =
        publisher()
            .publish(
                ListVideo.of(frames), PublishOptions.of(stream), (count, bytes) -> sent.set(count));

    assertPublished(30, true);
    List<Frame> found = published();
    assertThat(found.stream().map(Frame::getCaptureTimeUs)).isEqualTo(Clips.times(frames));
    Picture picture = PictureCodec.decode(found.get(7).getImage().array());
    assertThat(Clips.difference(picture, frames.get(7).picture())).isLessThan(8);
    assertThat(report.frames()).isEqualTo(30).isEqualTo(sent.get());
    assertThat(report.bytes())
        .isEqualTo(found.stream().mapToLong(f -> f.getImage().remaining()).sum());
    assertThat(report.ended()).isTrue();
    assertThat(report.warnings()).containsExactly("from a list");
  }

  @Test
  void pngKeepsEveryPixel() throws Exception {
    PublishOptions options = PublishOptions.of(stream).withEncoding(ImageEncoding.PNG, 100);
    publisher().publish(ListVideo.of(frames), options, PublishProgress.NONE);

    List<Frame> found = published();
    for (int i = 0; i < 30; i++) {
      assertThat(PictureCodec.decode(found.get(i).getImage().array()))
          .isEqualTo(frames.get(i).picture());
    }
  }

  @Test
  void oneFrameIsFirstAndLast() {
    publish(frames.subList(0, 1));

    assertPublished(1, true);
  }

  @Test
  void aCompleteStreamIsNotPublishedAgain() {
    publish(frames);

    assertThatThrownBy(() -> publish(frames))
        .isInstanceOf(PublishException.class)
        .hasMessageContainingAll(stream, "is complete: 30 frames", "another stream id");
    assertPublished(30, true);
  }

  @Test
  void aBrokenOffStreamContinuesWhereItEnded() {
    ListVideo breaking =
        new ListVideo(
            frames,
            false,
            index -> {
              if (index == 11) {
                throw new MediaException("the cable is cut");
              }
            });
    assertThatThrownBy(() -> publish(breaking)).hasMessage("the cable is cut");
    assertPublished(11, false);

    PublishReport report = publish(frames);

    assertPublished(30, true);
    assertThat(report.firstSequence()).isEqualTo(11);
    assertThat(report.frames()).isEqualTo(19);
  }

  @Test
  void aStreamIsNotContinuedWithAnotherSource() {
    stopAfter(10);
    List<VideoFrame> others = new ArrayList<>(frames);
    others.replaceAll(
        f -> new VideoFrame(new Picture(64, 48, new byte[64 * 48 * 3]), f.captureTimeUs(), 0));
    List<VideoFrame> later = new ArrayList<>(frames);
    later.replaceAll(f -> new VideoFrame(f.picture(), f.captureTimeUs() + 9, f.durationUs()));

    assertThatThrownBy(() -> publish(others))
        .isInstanceOf(PublishException.class)
        .hasMessageContainingAll("another source", "looks different");
    assertThatThrownBy(() -> publish(later)).hasMessageContaining("another source");
    assertThatThrownBy(() -> publish(frames.subList(0, 3))).hasMessageContaining("only 3");
    assertPublished(10, false);
  }

  /** Publishes so many frames. */
  private void stopAfter(int frameCount) {
    FramePublisher publisher = publisher();
    publisher.publish(
        ListVideo.of(frames),
        PublishOptions.of(stream),
        (count, bytes) -> {
          if (count == frameCount) {
            publisher.stop();
          }
        });
  }

  @Test
  void aStopLeavesTheStreamOpenOrEndsItAsAsked() {
    CountDownLatch never = new CountDownLatch(1);
    for (boolean end : List.of(false, true)) {
      stream = "stopped-" + end;
      FramePublisher publisher = publisher();
      ListVideo source =
          new ListVideo(
              frames,
              false,
              index -> {
                if (index == 6) {
                  pause(never);
                }
              });
      PublishReport report =
          publisher.publish(
              source,
              PublishOptions.of(stream).withEndOnStop(end),
              (count, bytes) -> {
                if (count == 5) {
                  publisher.stop();
                }
              });

      assertPublished(end ? 6 : 5, end);
      assertThat(report.ended()).isEqualTo(end);
    }
  }

  @Test
  void aStopBeforeTheFirstFrameIsNoFailure() {
    FramePublisher publisher = publisher();
    publisher.stop();
    PublishReport report =
        publisher.publish(
            ListVideo.of(frames),
            PublishOptions.of(stream).withEndOnStop(true),
            PublishProgress.NONE);
    assertThat(report.frames()).isZero();
    assertThat(report.ended()).isFalse();
  }

  @Test
  void aLiveSourceFollowsInSequenceAndTime() {
    ListVideo breaking =
        new ListVideo(
            frames,
            true,
            index -> {
              if (index == 5) {
                throw new MediaException("the camera is gone");
              }
            });
    assertThatThrownBy(() -> publish(breaking)).hasMessage("the camera is gone");

    publish(ListVideo.live(frames.subList(0, 4)));

    assertPublished(9, true);
    assertThat(published().stream().map(Frame::getCaptureTimeUs))
        .isEqualTo(LongStream.range(0, 9).map(i -> i * 40_000).boxed().toList());
  }

  @Test
  void theLaterOfTwoPublishersShutsTheEarlierOut() {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ListVideo slow =
        new ListVideo(
            frames,
            false,
            index -> {
              if (index == 10) {
                reached.countDown();
                pause(go);
              }
            });
    CompletableFuture<PublishReport> first = CompletableFuture.supplyAsync(() -> publish(slow));
    pause(reached);
    await().until(() -> published().size() >= 9);

    publish(frames);
    go.countDown();

    assertThatThrownBy(first::join)
        .hasCauseInstanceOf(PublishException.class)
        .hasMessageContaining("another publisher took stream");
    assertPublished(30, true);
  }

  @Test
  void aStreamThatOthersPublishedIsFoundInTheTopic() {
    Frame frame = frame(4, 160_000, false);
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      byte[] value = serdes.frame().serializer().serialize("frames", frame);
      assertThat(producer.send(new ProducerRecord<>("frames", stream, value)))
          .succeedsWithin(PATIENCE);
      for (int i = 0; i < 300; i++) {
        ProducerRecord<String, byte[]> other =
            new ProducerRecord<>("frames", "other-" + i % 7, new byte[10]);
        assertThat(producer.send(other)).succeedsWithin(PATIENCE);
      }
    }

    PublishReport report = publish(frames);

    assertThat(report.firstSequence()).isEqualTo(5);
    assertThat(published()).hasSize(26);
  }

  private static void pause(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Frame frame(long sequence, long captureTimeUs, boolean ended) {
    return new Frame(
        stream,
        sequence,
        captureTimeUs,
        40_000L,
        64,
        48,
        dev.frameloom.avro.ImageEncoding.JPEG,
        java.nio.ByteBuffer.allocate(3),
        ended);
  }

  @Test
  void aFrameLargerThanTheTopicAllowsIsSaidBeforeItIsSent() {
    byte[] noise = new byte[512 * 512 * 3];
    new Random(1).nextBytes(noise);
    List<VideoFrame> source = new ArrayList<>(frames.subList(0, 3));
    source.add(new VideoFrame(new Picture(512, 512, noise), 200_000, 40_000));

    assertThatThrownBy(() -> publish(source))
        .isInstanceOf(PublishException.class)
        .hasMessageContainingAll(
            "frame 3 of stream " + stream, "512x512", "65,536", "frames's max.message.bytes");
    assertThat(published()).isEmpty();
  }

  @Test
  void framesNearlyAsLargeAsTheTopicAllowsPass() {
    byte[] noise = new byte[190 * 110 * 3];
    new Random(1).nextBytes(noise);
    VideoFrame large = new VideoFrame(new Picture(190, 110, noise), 0, 40_000);
    PublishOptions options = PublishOptions.of(stream).withEncoding(ImageEncoding.PNG, 100);
    publisher().publish(ListVideo.of(List.of(large)), options, PublishProgress.NONE);

    assertThat(published().get(0).getImage().remaining()).isBetween(60_000, 65_536);
  }

  @Test
  void realtimePublishingTakesAsLongAsTheClip() {
    long before = System.nanoTime();
    publisher()
        .publish(
            ListVideo.of(frames.subList(0, 10)),
            PublishOptions.of(stream).withRealtime(true),
            PublishProgress.NONE);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(350));
    assertPublished(10, true);
  }

  @Test
  void aMissingTopicIsSaidToBeMissing() {
    FramePublisher publisher =
        new FramePublisher(client(), Topics.withPrefix("no.").frames(), serdes);

    assertThatThrownBy(
            () ->
                publisher.publish(
                    ListVideo.of(frames), PublishOptions.of(stream), PublishProgress.NONE))
        .isInstanceOf(PublishException.class)
        .hasMessageContainingAll("no.frames", "does not exist", "topics create");
  }
}

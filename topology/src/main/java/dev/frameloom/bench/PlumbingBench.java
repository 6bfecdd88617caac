package dev.frameloom.bench;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.config.Config;
import dev.frameloom.config.NamedValues;
import dev.frameloom.config.Settings;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.restyle.TemporaryFolder;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Frames per second through all topics, with editing replaced by identity, beside what the same
 * broker does with the same bytes in the same run. Pictures are encoded beforehand: what is
 * measured is Kafka, serdes, windowing, fetching and reassembly.
 */
public final class PlumbingBench {

  private static final String STREAM = "bench";
  private static final int DISTINCT_PICTURES = 48;

  private final Config config;
  private final int frames;
  private final int width;
  private final int height;

  /** A bench of so many frames of this size. */
  public PlumbingBench(Config config, int frames, int width, int height) {
    this.config =
        config
            .with(Settings.METHOD, "none")
            .with(Settings.OPTIONS, new NamedValues(Map.of()))
            .with(Settings.PARTITIONS, 1)
            .with(Settings.MAX_DELAY, Duration.ofDays(1).toMillis());
    this.frames = frames;
    this.width = width;
    this.height = height;
  }

  /** Runs both, and gives a table. */
  public String run() throws InterruptedException, ExecutionException {
    List<byte[]> pictures = pictures();
    try (TemporaryFolder state = TemporaryFolder.create("frameloom-bench");
        Cluster cluster = Cluster.embedded(config, Optional.empty(), 0, 0)) {
      ClusterConnection connection = cluster.connection();
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < frames; i++) {
        values.add(pictures.get(i % pictures.size()));
      }
      Measure raw = RawThroughput.measure(connection, values);
      Config own = config.with(Settings.STATE_DIR, state.path().toString());
      Measure pipeline = pipeline(connection, own, values);
      return String.format(
          "%s%n%s%n%s%n%-32s %8s %10.2f",
          Measure.HEADER,
          raw,
          pipeline,
          "pipeline / raw",
          "",
          pipeline.framesPerSecond() / raw.framesPerSecond());
    }
  }

  private Measure pipeline(ClusterConnection connection, Config own, List<byte[]> values)
      throws InterruptedException, ExecutionException {
    Topics topics = TopicsOf.config(own);
    RecordSerdes serdes = connection.serdes();
    try (TopicAdmin admin = TopicAdmin.connect(connection.kafkaProperties())) {
      admin.create(topics);
    }
    AtomicLong bytes = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    CompletableFuture<Long> last = new CompletableFuture<>();
    try (RoleSet roles =
            RoleSet.start(EnumSet.allOf(Role.class), own, connection, PipelineMetrics.NOOP);
        TopicReader<?> restyled =
            TopicReader.start(
                connection,
                topics.restyled().name(),
                serdes.editedFrame().deserializer(),
                record -> {
                  bytes.addAndGet(record.value().getImage().remaining());
                  if (seen.incrementAndGet() == frames) {
                    last.complete(System.nanoTime());
                  }
                })) {
      roles.awaitRunning(Duration.ofMinutes(1));
      EditPublisher.publish(
          connection, topics, serdes, ConfiguredEdit.of(own, STREAM, "bench", 1, "", ""));
      long begin = System.nanoTime();
      publish(connection, topics, serdes, values);
      while (true) {
        try {
          long end = last.get(200, TimeUnit.MILLISECONDS);
          return new Measure("frames to restyled, method none", frames, bytes.get(), end - begin);
        } catch (TimeoutException e) {
          roles.throwIfFailed();
          restyled.throwIfFailed();
        }
      }
    }
  }

  private void publish(
      ClusterConnection connection, Topics topics, RecordSerdes serdes, List<byte[]> values)
      throws InterruptedException, ExecutionException {
    List<Future<?>> sent = new ArrayList<>();
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put("acks", "all");
    properties.put("linger.ms", 5);
    properties.put("batch.size", 1 << 20);
    properties.put("max.request.size", topics.frames().maxMessageBytes());
    String topic = topics.frames().name();
    try (KafkaProducer<String, Frame> producer =
        new KafkaProducer<>(properties, new StringSerializer(), serdes.frame().serializer())) {
      for (int i = 0; i < values.size(); i++) {
        Frame frame =
            Frame.newBuilder()
                .setStreamId(STREAM)
                .setSequence(i)
                .setCaptureTimeUs(i * 40_000L)
                .setDurationUs(40_000)
                .setWidth(width)
                .setHeight(height)
                .setEncoding(ImageEncoding.JPEG)
                .setImage(ByteBuffer.wrap(values.get(i)))
                .setEndOfStream(i == values.size() - 1)
                .build();
        sent.add(
            producer.send(new ProducerRecord<>(topic, Keys.partition(STREAM, 1), STREAM, frame)));
      }
      for (Future<?> result : sent) {
        result.get(); // throws what went wrong
      }
    }
  }

  private List<byte[]> pictures() {
    SampleScene scene = new SampleScene(width, height);
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(frames, DISTINCT_PICTURES); i++) {
      pictures.add(
          PictureCodec.encode(
              scene.frame(i),
              dev.frameloom.image.ImageEncoding.JPEG,
              config.get(Settings.FRAME_QUALITY)));
    }
    return pictures;
  }
}

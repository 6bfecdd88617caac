package dev.frameloom.egress;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.media.VideoSink;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Records the restyled frames of one edit of one stream to a video, in order. Reads committed
 * records only, keeps no group and commits nothing: each recording stands alone.
 */
public final class RestyledRecorder {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final int PATIENCE_SECONDS = 15;

  private final Map<String, Object> client;
  private final TopicDefinition topic;
  private final Deserializer<EditedFrame> deserializer;
  private volatile boolean stopped;

  /**
   * A recorder of a topic.
   *
   * @param client Kafka's client properties, {@code bootstrap.servers} at least
   * @param restyled the topic
   * @param serdes serdes on the registry
   */
  public RestyledRecorder(Map<String, ?> client, TopicDefinition restyled, RecordSerdes serdes) {
    this.client = new HashMap<>(client);
    this.topic = restyled;
    this.deserializer = serdes.editedFrame().deserializer();
  }

  /** Ends recording soon, from any thread and for good. */
  public void stop() {
    stopped = true;
  }

  /**
   * Records to the end of the stream, or as far as the options say, or until {@link #stop}. Does
   * not close the sink.
   *
   * @throws RecordingException if the topic can't be read or a frame can't be decoded
   * @throws dev.frameloom.media.MediaException if the sink fails
   */
  public RecordReport record(VideoSink sink, RecordOptions options, RecordListener listener) {
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = partition(consumer, options.key());
      consumer.assign(List.of(partition));
      seek(consumer, partition, options.from());
      return record(consumer, options, new FrameWriter(sink, listener));
    } catch (TimeoutException e) {
      throw new RecordingException(
          "Kafka at %s did not answer within %d s when topic %s was read; check --bootstrap-servers"
              .formatted(
                  client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                  PATIENCE_SECONDS,
                  topic.name()),
          e);
    } catch (KafkaException e) {
      throw new RecordingException(
          "topic " + topic.name() + " can't be recorded: " + e.getMessage(), e);
    }
  }

  private RecordReport record(
      Consumer<String, byte[]> consumer, RecordOptions options, FrameWriter writer) {
    long readNanos = 0;
    long lastFrameAt = System.nanoTime();
    while (!stopped) {
      long before = System.nanoTime();
      Iterable<ConsumerRecord<String, byte[]>> records = consumer.poll(TICK);
      readNanos += System.nanoTime() - before;
      for (ConsumerRecord<String, byte[]> record : records) {
        if (!options.key().equals(record.key()) || stopped) {
          continue;
        }
        EditedFrame frame = deserializer.deserialize(record.topic(), record.value());
        writer.write(frame, record.topic() + "-" + record.partition() + "@" + record.offset());
        lastFrameAt = System.nanoTime();
        Optional<RecordReport.End> end = end(frame, writer.frames(), options);
        if (end.isPresent()) {
          return writer.report(readNanos, end.get());
        }
      }
      if (isIdle(options.idleTimeout(), lastFrameAt)) {
        return writer.report(readNanos, RecordReport.End.IDLE);
      }
    }
    return writer.report(readNanos, RecordReport.End.STOPPED);
  }

  private static boolean isIdle(Duration timeout, long lastFrameAt) {
    return !timeout.isZero() && System.nanoTime() - lastFrameAt > timeout.toNanos();
  }

  private static Optional<RecordReport.End> end(
      EditedFrame frame, long frames, RecordOptions options) {
    if (frame.getEndOfStream()) {
      return Optional.of(RecordReport.End.END_OF_STREAM);
    }
    return frames == options.maxFrames()
        ? Optional.of(RecordReport.End.MAX_FRAMES)
        : Optional.empty();
  }

  private TopicPartition partition(Consumer<String, byte[]> consumer, String key) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic.name());
    if (partitions == null || partitions.isEmpty()) {
      throw new RecordingException(
          "topic " + topic.name() + " does not exist; run \"frameloom topics create\"");
    }
    return new TopicPartition(topic.name(), Keys.partition(key, partitions.size()));
  }

  private static void seek(
      Consumer<String, byte[]> consumer, TopicPartition partition, RecordOptions.From from) {
    if (from instanceof RecordOptions.From.Beginning) {
      consumer.seekToBeginning(List.of(partition));
    } else if (from instanceof RecordOptions.From.Since since) {
      OffsetAndTimestamp found =
          consumer.offsetsForTimes(Map.of(partition, since.time().toEpochMilli())).get(partition);
      if (found != null) {
        consumer.seek(partition, found.offset());
        return;
      }
      consumer.seekToEnd(List.of(partition));
    } else {
      consumer.seekToEnd(List.of(partition));
    }
    // seeking is lazy; what is published from now on must be seen
    consumer.position(partition);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // where retention overtakes a slow recording, it goes on with the oldest frame that is left
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1000);
    // what is held is one fetch; a recording must not need more memory than a few frames
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 64);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    return settings;
  }
}

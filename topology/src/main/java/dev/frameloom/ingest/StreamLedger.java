package dev.frameloom.ingest;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Remembers a stream's last published frame as the metadata of an offset, committed by a group of
 * the stream's own in the same transaction as the frames: what it says is true, and no topic needs
 * to be searched. Brokers forget such an offset after {@code offsets.retention.minutes} (7 days by
 * default, as long as frames are kept), or with its topic.
 */
final class StreamLedger implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(Brokers.PATIENCE_SECONDS);

  private final String topic;
  private final Consumer<String, byte[]> consumer;

  StreamLedger(Map<String, ?> client, String topic, String streamId) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>(client);
    settings.keySet().removeAll(Set.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, identity(topic, streamId));
    // also makes reading the ledger wait for a transaction that is being committed
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** What the stream's group and transactional id are called. */
  static String identity(String topic, String streamId) {
    return "frameloom-ingest-" + topic + "-" + streamId;
  }

  /** The group that commits entries: one without members. */
  ConsumerGroupMetadata group() {
    return consumer.groupMetadata();
  }

  /** What is committed with the frames up to a position; the offset is that of the next record. */
  static OffsetAndMetadata entry(StreamPosition position, long nextOffset) {
    return new OffsetAndMetadata(nextOffset, position.text());
  }

  /** The last position, whatever partition the stream was in. */
  Optional<StreamPosition> read(int partitions) {
    Set<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(topic, number))
            .collect(Collectors.toSet());
    return consumer.committed(all).values().stream()
        .filter(Objects::nonNull)
        .flatMap(offset -> StreamPosition.parse(offset.metadata()).stream())
        .max(Comparator.comparingLong(StreamPosition::sequence));
  }

  /** A reader of committed records for other questions, that belongs to this ledger. */
  Consumer<String, byte[]> reader() {
    return consumer;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

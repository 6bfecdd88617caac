package dev.frameloom.streams;

import dev.frameloom.deadletter.DeadLetterHandler;
import dev.frameloom.deadletter.DeadLetterWriter;
import dev.frameloom.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Properties of Kafka Streams that the topologies rely on. */
public final class StreamsSettings {

  /** Frames are large: so many of them may wait in memory for each partition. */
  private static final int BUFFERED_RECORDS = 100;

  /** What one fetch brings of a partition, and one request to it. */
  private static final int FETCH_BYTES = 4 << 20;

  private static final int BATCH_BYTES = 1 << 20;
  private static final int LINGER_MILLIS = 10;

  /**
   * Room for a state record, however small the topics' messages are: 1,024 thumbnails of 4 KB that
   * wait, and 64 revisions.
   */
  private static final int LARGEST_STATE = 16 << 20;

  /** Kafka's own default: what a producer holds of all partitions. */
  private static final long BUFFER_BYTES = 32L << 20;

  private StreamsSettings() {}

  /**
   * What a role's client has to be configured with, beside its servers, application id and state
   * directory.
   *
   * @param writer makes the dead letters of records that can't be read or processed
   */
  public static Map<String, Object> required(Topics topics, DeadLetterWriter writer) {
    int largest = Math.max(topics.deadLetters().maxMessageBytes(), LARGEST_STATE);
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    // merges writes of one commit: a frame that is held for a moment never reaches the changelog
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largest);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
        Math.max(BUFFER_BYTES, 2L * largest));
    // a commit waits for what was sent: with Kafka's 16 KB every frame would be a request of its
    // own; but a topic takes no batch that is larger than its largest message
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
        Math.min(BATCH_BYTES, topics.frames().maxMessageBytes()));
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
    settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), largest);
    settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    settings.put(DeadLetterHandler.WRITER_CONFIG, writer);
    return settings;
  }
}

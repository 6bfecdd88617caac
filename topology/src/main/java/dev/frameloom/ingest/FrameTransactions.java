package dev.frameloom.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Frames of one stream in transactions, each committed with the {@link StreamLedger}'s entry. The
 * transactional id is the stream's own, so that a second publisher of the stream shuts the first
 * out.
 */
final class FrameTransactions implements AutoCloseable {

  /** Under this a crashed publisher holds readers of its partition back no longer. */
  private static final int TRANSACTION_TIMEOUT_MILLIS = 30_000;

  private static final int BATCH_BYTES = 512 * 1024;
  private static final long BUFFER_BYTES = 64L << 20;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;
  private final TopicPartition partition;
  private final ConsumerGroupMetadata group;
  private final long commitNanos;

  private Optional<Future<RecordMetadata>> lastSent = Optional.empty();
  private Optional<StreamPosition> lastPosition = Optional.empty();
  private long begunAt;
  private boolean open;

  FrameTransactions(
      Map<String, ?> client,
      TopicPartition partition,
      int maxRecordBytes,
      ConsumerGroupMetadata group,
      PublishOptions options) {
    this.partition = partition;
    this.group = group;
    this.commitNanos = options.commitInterval().toNanos();
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * maxRecordBytes));
    settings.putAll(client);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(BATCH_BYTES, maxRecordBytes));
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group.groupId());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Brokers.PATIENCE_SECONDS * 1000L);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Shuts out any other publisher of the stream, and ends what it left open. */
  void takeOver() {
    producer.initTransactions();
  }

  void send(String key, byte[] value, StreamPosition position) {
    if (!open) {
      producer.beginTransaction();
      open = true;
      begunAt = System.nanoTime();
    }
    lastSent =
        Optional.of(
            producer.send(
                new ProducerRecord<>(partition.topic(), partition.partition(), key, value)));
    lastPosition = Optional.of(position);
  }

  /** Commits if the time has come. */
  void commitIfDue() {
    if (open && System.nanoTime() - begunAt >= commitNanos) {
      commit();
    }
  }

  /** Makes visible what was sent. */
  void commit() {
    if (open) {
      producer.flush();
      long nextOffset = offset(lastSent.orElseThrow()) + 1;
      producer.sendOffsetsToTransaction(
          Map.of(partition, StreamLedger.entry(lastPosition.orElseThrow(), nextOffset)), group);
      producer.commitTransaction();
      open = false;
    }
  }

  private static long offset(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while committing frames", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new PublishException("frames can't be sent: " + e.getCause().getMessage(), e);
    }
  }

  /** What was not committed is never seen. */
  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }
}

package dev.frameloom.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic from its beginning, committed records only, on a thread of its own, and hands each
 * record to a handler. For results and reports that a command waits for; no group, nothing is
 * remembered.
 */
public final class TopicReader<T> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, T> consumer;
  private final Consumer<ConsumerRecord<String, T>> handler;
  private final Thread thread;
  private volatile RuntimeException failure;

  private TopicReader(
      KafkaConsumer<String, T> consumer,
      String topic,
      Consumer<ConsumerRecord<String, T>> handler) {
    this.consumer = consumer;
    this.handler = handler;
    this.thread = new Thread(this::run, "read-" + topic);
  }

  /**
   * Starts to read.
   *
   * @param handler called on the reader's thread; what it throws ends the reading and is kept for
   *     {@link #throwIfFailed}
   */
  public static <T> TopicReader<T> start(
      ClusterConnection connection,
      String topic,
      Deserializer<T> values,
      Consumer<ConsumerRecord<String, T>> handler) {
    KafkaConsumer<String, T> consumer = consumer(connection, values);
    List<TopicPartition> partitions =
        requireTopic(topic, consumer.partitionsFor(topic)).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    TopicReader<T> reader = new TopicReader<>(consumer, topic, handler);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  /**
   * The partitions of a topic.
   *
   * @throws MissingTopicException where there are none
   */
  public static List<PartitionInfo> requireTopic(String topic, List<PartitionInfo> partitions) {
    if (partitions == null || partitions.isEmpty()) {
      throw new MissingTopicException(topic);
    }
    return partitions;
  }

  /** A consumer without a group that sees committed records only. */
  public static <T> KafkaConsumer<String, T> consumer(
      ClusterConnection connection, Deserializer<T> values) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(properties, new StringDeserializer(), values);
  }

  /** Throws what ended the reading, where it ended by itself. */
  public void throwIfFailed() {
    RuntimeException seen = failure;
    if (seen != null) {
      throw seen;
    }
  }

  private void run() {
    try (consumer) {
      while (true) {
        consumer.poll(POLL).forEach(handler);
      }
    } catch (WakeupException e) {
      // close() was called
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

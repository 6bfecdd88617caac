package dev.frameloom.bench;

import dev.frameloom.cluster.ClusterConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the broker itself does: the same bytes from a producer straight to a consumer. */
final class RawThroughput {

  private static final String TOPIC = "bench-raw";

  private RawThroughput() {}

  /** Sends every value and receives it, both at once, over one partition. */
  static Measure measure(ClusterConnection connection, List<byte[]> values)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(connection.kafkaProperties())) {
      NewTopic topic =
          new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("max.message.bytes", "16777216"));
      admin.createTopics(List.of(topic)).all().get();
    }
    long begin = System.nanoTime();
    CompletableFuture<Long> received =
        CompletableFuture.supplyAsync(() -> receive(connection, values.size()));
    send(connection, values);
    long bytes = received.get();
    return new Measure("producer to consumer", values.size(), bytes, System.nanoTime() - begin);
  }

  private static void send(ClusterConnection connection, List<byte[]> values)
      throws InterruptedException, ExecutionException {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put("acks", "all");
    properties.put("linger.ms", 5);
    properties.put("batch.size", 1 << 20);
    properties.put("max.request.size", 16 << 20);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (byte[] value : values) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, value)));
      }
      for (Future<?> result : sent) {
        result.get(); // throws what went wrong
      }
    }
  }

  private static long receive(ClusterConnection connection, int count) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put("max.partition.fetch.bytes", 16 << 20);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partition = List.of(new TopicPartition(TOPIC, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      long bytes = 0;
      for (int seen = 0; seen < count; ) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          bytes += record.value().length;
          seen++;
        }
      }
      return bytes;
    }
  }
}

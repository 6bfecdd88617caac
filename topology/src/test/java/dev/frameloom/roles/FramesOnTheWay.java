package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.Frame;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A camera that sends on while brokers are away: its client keeps what it could not send yet. */
final class FramesOnTheWay implements AutoCloseable {

  private static final long PAUSE_NANOS = 10_000_000;

  private final KafkaProducer<String, Frame> producer;
  private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> sending;

  FramesOnTheWay(
      ClusterConnection connection, Topics topics, RecordSerdes serdes, StreamOfFrames frames) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put("delivery.timeout.ms", 600_000);
    properties.put("max.block.ms", 600_000);
    producer = new KafkaProducer<>(properties, new StringSerializer(), serdes.frame().serializer());
    String topic = topics.frames().name();
    producer.partitionsFor(topic);
    sending =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < frames.length(); i++) {
                sent.add(
                    producer.send(new ProducerRecord<>(topic, frames.streamId(), frames.frame(i))));
                LockSupport.parkNanos(PAUSE_NANOS);
              }
            },
            task -> new Thread(task, "camera-" + frames.streamId()).start());
  }

  /** Waits until all of them are on the topic; fails where one is not. */
  void finish() {
    sending.join();
    producer.flush();
    assertThat(sent).allSatisfy(frame -> assertThat(frame).succeedsWithin(Duration.ZERO));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}

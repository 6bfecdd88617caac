package dev.frameloom.roles;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes edits. */
public final class EditPublisher {

  private EditPublisher() {}

  /** Publishes an edit and waits until Kafka has it. */
  public static void publish(
      ClusterConnection connection, Topics topics, RecordSerdes serdes, EditSpec edit)
      throws InterruptedException {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<String, EditSpec> producer =
        new KafkaProducer<>(properties, new StringSerializer(), serdes.editSpec().serializer())) {
      String topic = topics.edits().name();
      String key = Keys.of(edit.getStreamId(), edit.getEditId());
      int partition = Keys.partition(key, producer.partitionsFor(topic).size());
      producer.send(new ProducerRecord<>(topic, partition, key, edit)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the edit can't be published", e.getCause());
    }
  }
}

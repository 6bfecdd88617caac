package dev.frameloom.roles;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Looks up which revision of an edit is in force. */
public final class LatestEdit {

  private LatestEdit() {}

  /** The highest revision on the edits topic; 0 where there is none yet. */
  public static int revision(
      ClusterConnection connection,
      Topics topics,
      RecordSerdes serdes,
      String streamId,
      String editId) {
    String key = Keys.of(streamId, editId);
    String topic = topics.edits().name();
    int revision = 0;
    try (KafkaConsumer<String, EditSpec> consumer =
        TopicReader.consumer(connection, serdes.editSpec().deserializer())) {
      int partitions = TopicReader.requireTopic(topic, consumer.partitionsFor(topic)).size();
      TopicPartition partition = new TopicPartition(topic, Keys.partition(key, partitions));
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, EditSpec> record : consumer.poll(Duration.ofMillis(200))) {
          if (key.equals(record.key()) && record.value() != null) {
            revision = Math.max(revision, record.value().getRevision());
          }
        }
      }
    }
    return revision;
  }
}

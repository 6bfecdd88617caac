package dev.frameloom.cli;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.embedded.BrokerSettings;
import dev.frameloom.embedded.EmbeddedKafka;
import dev.frameloom.embedded.EmbeddedRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** A broker and a registry for a class of tests; outside, as far as commands can tell. */
public final class TestCluster implements AutoCloseable {

  private final EmbeddedKafka kafka = EmbeddedKafka.start(BrokerSettings.temporary());
  private final EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());

  public ClusterConnection connection() {
    return new ClusterConnection(kafka.bootstrapServers(), registry.url(), Map.of(), Map.of());
  }

  /** Words of a command line, and which cluster it is for. */
  public List<String> with(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of("--bootstrap-servers", kafka.bootstrapServers(), "--registry", registry.url()));
    return all;
  }

  /** All records of a topic, in a list that grows as they come. */
  public <T> Seen<T> watch(String topic, Deserializer<T> values) {
    List<ConsumerRecord<String, T>> seen = new CopyOnWriteArrayList<>();
    return new Seen<>(TopicReader.start(connection(), topic, values, seen::add), seen);
  }

  /** Records that were seen so far. */
  public record Seen<T>(TopicReader<T> reader, List<ConsumerRecord<String, T>> records)
      implements AutoCloseable {

    public List<T> values() {
      return records.stream().map(ConsumerRecord::value).toList();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  @Override
  public void close() {
    registry.close();
    kafka.close();
  }
}

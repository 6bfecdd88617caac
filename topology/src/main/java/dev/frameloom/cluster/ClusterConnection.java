package dev.frameloom.cluster;

import dev.frameloom.schemas.RecordSerdes;
import java.util.HashMap;
import java.util.Map;

/**
 * How to reach a cluster.
 *
 * @param bootstrapServers brokers, host:port with commas between
 * @param registryUrl the schema registry
 * @param kafkaClient further properties of every Kafka client
 * @param registryClient further properties of the registry client, under Confluent's names
 */
public record ClusterConnection(
    String bootstrapServers,
    String registryUrl,
    Map<String, String> kafkaClient,
    Map<String, String> registryClient) {

  public ClusterConnection {
    kafkaClient = Map.copyOf(kafkaClient);
    registryClient = Map.copyOf(registryClient);
  }

  /** Properties that every Kafka client begins with; the caller may change the map. */
  public Map<String, Object> kafkaProperties() {
    Map<String, Object> properties = new HashMap<>(kafkaClient);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** Serdes on the registry. */
  public RecordSerdes serdes() {
    Map<String, Object> properties = new HashMap<>(registryClient);
    properties.put("schema.registry.url", registryUrl);
    return RecordSerdes.configure(properties);
  }
}

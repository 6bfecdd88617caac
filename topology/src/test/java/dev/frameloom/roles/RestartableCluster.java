package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.embedded.BrokerSettings;
import dev.frameloom.embedded.EmbeddedKafka;
import dev.frameloom.embedded.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.Map;

/** A broker and a registry that can be away for a while, and are back where they were. */
final class RestartableCluster implements AutoCloseable {

  private final BrokerSettings settings;
  private final String servers;
  private final int registryPort;
  private EmbeddedKafka kafka;
  private EmbeddedRegistry registry;

  RestartableCluster(Path folder) {
    kafka = EmbeddedKafka.start(BrokerSettings.in(folder));
    settings = BrokerSettings.in(folder).withPort(kafka.port());
    servers = kafka.bootstrapServers();
    registry = EmbeddedRegistry.start(servers);
    registryPort = java.net.URI.create(registry.url()).getPort();
  }

  /**
   * How to reach it.
   *
   * @param client properties of every Kafka client
   */
  ClusterConnection connection(Map<String, String> client) {
    return new ClusterConnection(servers, registry.url(), client, Map.of());
  }

  void stopBroker() {
    kafka.close();
  }

  void startBroker() {
    kafka = EmbeddedKafka.start(settings);
  }

  void stopRegistry() {
    registry.close();
  }

  void startRegistry() {
    registry = EmbeddedRegistry.start(servers, registryPort);
  }

  @Override
  public void close() {
    registry.close();
    kafka.close();
  }
}

package dev.frameloom.cluster;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.embedded.BrokerSettings;
import dev.frameloom.embedded.EmbeddedException;
import dev.frameloom.embedded.EmbeddedKafka;
import dev.frameloom.embedded.EmbeddedRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The cluster that a command works with. One that was started for the command is stopped by {@link
 * #close()}, an outside one is left alone.
 */
public final class Cluster implements AutoCloseable {

  private final ClusterConnection connection;
  private final Optional<EmbeddedKafka> kafka;
  private final Optional<EmbeddedRegistry> registry;

  private Cluster(
      ClusterConnection connection,
      Optional<EmbeddedKafka> kafka,
      Optional<EmbeddedRegistry> registry) {
    this.connection = connection;
    this.kafka = kafka;
    this.registry = registry;
  }

  /**
   * The outside cluster where the configuration names one, else an embedded one with its data in
   * the given folder, or in a temporary one.
   *
   * @throws UnreachableException where the outside cluster does not answer
   */
  public static Cluster open(Config config, Optional<Path> dataDir) {
    return config.get(Settings.BOOTSTRAP_SERVERS).isBlank()
        ? embedded(config, dataDir, 0, 0)
        : outside(config);
  }

  /**
   * The outside cluster that the configuration names.
   *
   * @throws UnreachableException where the broker or the registry does not answer
   */
  public static Cluster outside(Config config) {
    String servers = config.get(Settings.BOOTSTRAP_SERVERS);
    String url = config.get(Settings.REGISTRY_URL);
    if (servers.isBlank() || url.isBlank()) {
      throw new ConfigException(
          "an outside cluster needs both its brokers and its registry: set"
              + " --bootstrap-servers (kafka.bootstrap-servers) and --registry (registry.url);"
              + (servers.isBlank() ? " the brokers are" : " the registry is")
              + " missing");
    }
    ClusterConnection connection =
        new ClusterConnection(
            servers, url, config.below("kafka.client."), config.below("registry.client."));
    Reachability.check(connection, Duration.ofMillis(config.get(Settings.CONNECT_TIMEOUT)));
    return new Cluster(connection, Optional.empty(), Optional.empty());
  }

  /**
   * A broker and a registry in this process, on loopback.
   *
   * @param kafkaPort port of the broker; 0 for a free one
   * @param registryPort port of the registry; 0 for a free one
   */
  public static Cluster embedded(
      Config config, Optional<Path> dataDir, int kafkaPort, int registryPort) {
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            new BrokerSettings(dataDir, kafkaPort, config.get(Settings.MAX_RECORD_BYTES)));
    try {
      EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), registryPort);
      ClusterConnection connection =
          new ClusterConnection(
              kafka.bootstrapServers(),
              registry.url(),
              config.below("kafka.client."),
              config.below("registry.client."));
      return new Cluster(connection, Optional.of(kafka), Optional.of(registry));
    } catch (RuntimeException | Error e) { // an error, where the JVM goes down already
      kafka.close();
      throw e;
    }
  }

  /** How to reach it. */
  public ClusterConnection connection() {
    return connection;
  }

  /** True where it was started for this command. */
  public boolean isEmbedded() {
    return kafka.isPresent();
  }

  /**
   * Looks after an embedded broker: its clients only see requests that are tried again for ever.
   *
   * @throws EmbeddedException where it can't go on, its disk is full, say
   */
  public void throwIfFailed() {
    kafka
        .flatMap(EmbeddedKafka::failure)
        .ifPresent(
            why -> {
              throw new EmbeddedException(why);
            });
  }

  @Override
  public void close() {
    registry.ifPresent(EmbeddedRegistry::close);
    kafka.ifPresent(EmbeddedKafka::close);
  }
}

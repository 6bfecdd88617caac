package dev.frameloom.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, one node) in this process, on loopback. Transactions and exactly-once
 * work. Everything that was written to a given directory is there at the next start, on whatever
 * port.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  /** Between choosing a free port and using it, another process may take it. */
  private static final int START_ATTEMPTS = 3;

  private final DataDirectory directory;
  private final KafkaRaftServer server;
  private final int port;
  private boolean closed;

  private EmbeddedKafka(DataDirectory directory, KafkaRaftServer server, int port) {
    this.directory = directory;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker; it takes requests when this returns.
   *
   * @throws EmbeddedException when the directory is in use or not writable, or the port is taken
   */
  public static EmbeddedKafka start(BrokerSettings settings) {
    QuietLogs.apply();
    ProcessExits.forbid();
    DataDirectory directory = DataDirectory.open(settings.directory());
    try {
      format(directory.path());
      return startServer(directory, settings);
    } catch (RuntimeException | Error e) { // an error, where the JVM goes down already
      directory.close();
      throw e;
    }
  }

  /** Address for clients, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Where the records are. */
  public Path directory() {
    return directory.path();
  }

  /**
   * Why the broker can't go on, where it can't: its disk is full, say. Clients only see requests
   * that are tried again and again, so whoever started the broker should look here while it waits
   * for them.
   */
  public Optional<String> failure() {
    return directory.fault().or(ProcessExits::lastReason);
  }

  /** Stops the broker cleanly; deletes the directory where it was temporary. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      directory.close();
    }
  }

  private static EmbeddedKafka startServer(DataDirectory directory, BrokerSettings settings) {
    for (int attempt = 1; ; attempt++) {
      FreePorts.Pair ports = FreePorts.choose(settings.port());
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(
                  BrokerConfig.of(directory.path(), ports, settings.maxMessageBytes()), false),
              Time.SYSTEM);
      try {
        server.startup();
        return new EmbeddedKafka(directory, server, ports.clients());
      } catch (RuntimeException e) {
        shutDownAfter(e, server);
        if (attempt >= START_ATTEMPTS || !isCausedByPort(e)) {
          throw new EmbeddedException(
              "the embedded broker in %s doesn't start: %s".formatted(directory.path(), e), e);
        }
        LOG.debug("Port was taken in between, trying again: {}", e.toString());
      }
    }
  }

  private static void shutDownAfter(RuntimeException failure, KafkaRaftServer server) {
    try {
      server.shutdown();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isCausedByPort(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static void format(Path directory) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerConfig.NODE_ID)
          .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (Exception e) {
      throw new EmbeddedException(
          "the broker's directory %s can't be prepared: %s; give a directory that is empty or was made by a broker like this"
              .formatted(directory, e),
          e);
    }
  }
}

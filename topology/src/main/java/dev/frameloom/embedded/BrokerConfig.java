package dev.frameloom.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka's settings for one node that is broker and controller, small and quick. */
final class BrokerConfig {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerConfig() {}

  static Map<String, String> of(Path directory, FreePorts.Pair ports, int maxMessageBytes) {
    Map<String, String> config = new HashMap<>();
    String clients = "PLAINTEXT://127.0.0.1:" + ports.clients();
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(NODE_ID));
    config.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + ports.controller());
    config.put("controller.listener.names", CONTROLLER_LISTENER);
    config.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + ports.controller());
    config.put("advertised.listeners", clients);
    config.put("inter.broker.listener.name", "PLAINTEXT");
    config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    config.put("log.dirs", directory.toString());
    config.put("server.max.startup.time.ms", "30000");
    config.putAll(oneNode());
    config.putAll(small());
    config.put("message.max.bytes", Integer.toString(maxMessageBytes));
    config.put("socket.request.max.bytes", Long.toString(requestBytes(maxMessageBytes)));
    config.put("auto.create.topics.enable", "false"); // a misspelt topic is an error
    config.put("group.initial.rebalance.delay.ms", "0");
    return config;
  }

  /**
   * A request holds a batch and a little more; the default of 100 MiB is kept where it suffices.
   */
  private static long requestBytes(int maxMessageBytes) {
    return Math.min(Integer.MAX_VALUE, Math.max(100L << 20, maxMessageBytes + (1L << 20)));
  }

  /** What must not ask for more replicas than there are, or exactly-once would wait for ever. */
  private static Map<String, String> oneNode() {
    return Map.of(
        "default.replication.factor", "1",
        "min.insync.replicas", "1",
        "offsets.topic.replication.factor", "1",
        "offsets.topic.num.partitions", "1",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", "1",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "share.coordinator.state.topic.num.partitions", "1");
  }

  /** Bounds on memory and threads; the cleaner alone would take 128 MiB. */
  private static Map<String, String> small() {
    return Map.of(
        "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20),
        "log.segment.bytes", Integer.toString(256 << 20),
        "log.index.size.max.bytes", Integer.toString(2 << 20),
        "num.network.threads", "2",
        "num.io.threads", "4",
        "background.threads", "2",
        "queued.max.requests", "64");
  }
}

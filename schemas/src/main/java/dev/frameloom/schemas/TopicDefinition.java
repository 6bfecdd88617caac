package dev.frameloom.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it should be.
 *
 * @param name full name, prefix included
 * @param partitions how many
 * @param replicationFactor copies of every partition; -1 leaves it to the broker
 * @param cleanupPolicy what happens to old records
 * @param retention how long records are kept; not used where compacted
 * @param maxMessageBytes size of the largest record batch, {@code max.message.bytes}
 */
public record TopicDefinition(
    String name,
    int partitions,
    short replicationFactor,
    CleanupPolicy cleanupPolicy,
    Duration retention,
    int maxMessageBytes) {

  /** Kafka's own limit on the length of a topic's name. */
  static final int MAX_NAME_LENGTH = 249;

  public TopicDefinition {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "topic name: expected 1 to %d characters, found %d: %s"
              .formatted(MAX_NAME_LENGTH, name.length(), name));
    }
  }

  /** The settings that the topic is created with, by Kafka's names, in order of name. */
  public Map<String, String> config() {
    Map<String, String> config = new TreeMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy.configValue());
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
    if (cleanupPolicy == CleanupPolicy.DELETE) {
      config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    }
    return Collections.unmodifiableMap(config);
  }

  /** The replication factor, empty where the broker chooses. */
  public Optional<Short> chosenReplicationFactor() {
    return replicationFactor == TopicSettings.BROKER_DEFAULT
        ? Optional.empty()
        : Optional.of(replicationFactor);
  }

  /** How a topic that exists differs from this, a sentence each; empty where it doesn't. */
  List<String> differencesFrom(TopicDescription found) {
    List<String> differences = new ArrayList<>();
    if (found.partitions() != partitions) {
      differences.add(
          "partitions: expected %d, found %d".formatted(partitions, found.partitions()));
    }
    if (chosenReplicationFactor().isPresent() && found.replicationFactor() != replicationFactor) {
      differences.add(
          "replication factor: expected %d, found %d"
              .formatted(replicationFactor, found.replicationFactor()));
    }
    config()
        .forEach(
            (setting, expected) -> {
              String actual = found.config().getOrDefault(setting, "nothing");
              if (!actual.equals(expected)) {
                differences.add("%s: expected %s, found %s".formatted(setting, expected, actual));
              }
            });
    return differences;
  }
}

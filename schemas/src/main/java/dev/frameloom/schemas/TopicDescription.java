package dev.frameloom.schemas;

import java.util.Map;

/**
 * A topic as the broker has it.
 *
 * @param name full name
 * @param partitions how many
 * @param replicationFactor copies of the first partition
 * @param config those of its settings that {@link TopicDefinition#config()} may hold, by Kafka's
 *     names
 */
public record TopicDescription(
    String name, int partitions, int replicationFactor, Map<String, String> config) {

  public TopicDescription {
    config = Map.copyOf(config);
  }
}

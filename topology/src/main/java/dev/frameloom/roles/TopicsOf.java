package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The topics as the configuration says. */
public final class TopicsOf {

  private TopicsOf() {}

  /** Names, partitions, retention and sizes. */
  public static Topics config(Config config) {
    TopicSettings settings =
        TopicSettings.defaults()
            .withPartitions(config.get(Settings.PARTITIONS))
            .withReplicationFactor(config.get(Settings.REPLICATION).shortValue())
            .withRetention(Duration.ofHours(config.get(Settings.RETENTION_HOURS)))
            .withMaxMessageBytes(config.get(Settings.MAX_RECORD_BYTES));
    return Topics.withPrefix(config.get(Settings.TOPIC_PREFIX)).withSettings(settings);
  }

  /**
   * The same, with as many partitions as the topics of frames and edits really have; the configured
   * number where they are not there yet.
   *
   * @throws ConfigException where the two differ: what concerns a stream would never meet
   */
  static Topics existing(Config config, ClusterConnection connection) {
    Topics topics = config(config);
    Map<String, Integer> partitions = new HashMap<>();
    try (TopicAdmin admin = TopicAdmin.connect(connection.kafkaProperties())) {
      admin.list(topics).forEach(topic -> partitions.put(topic.name(), topic.partitions()));
    }
    Integer frames = partitions.get(topics.frames().name());
    Integer edits = partitions.get(topics.edits().name());
    if (frames == null || edits == null) {
      return topics;
    }
    if (!frames.equals(edits)) {
      throw new ConfigException(
          "topic %s has %d partitions and %s has %d: give them the same number, or a stream's edits never meet its frames"
              .formatted(topics.frames().name(), frames, topics.edits().name(), edits));
    }
    return topics.withSettings(topics.settings().withPartitions(frames));
  }
}

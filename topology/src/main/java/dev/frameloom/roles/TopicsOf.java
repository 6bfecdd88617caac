package dev.frameloom.roles;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.time.Duration;

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
}

package dev.frameloom.restyle;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.media.VideoInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** What a run of its own needs otherwise than the roles of a cluster do. */
final class RestyleConfig {

  /** Windows of a file close by their frames alone: a slow disk must not change the result. */
  private static final long FILE_PATIENCE_MILLIS = Duration.ofDays(1).toMillis();

  /** Somebody waits for the result. */
  private static final long LONGEST_OUTAGE_MILLIS = Duration.ofMinutes(1).toMillis();

  private RestyleConfig() {}

  /**
   * On an outside cluster a run has topics of its own and an application id of its own, so that the
   * roles that work there do not take part.
   */
  static Config isolated(Config config) {
    Config ofRun =
        config
            .withDefault(Settings.PARTITIONS, 1)
            .withDefault(Settings.MAX_OUTAGE, LONGEST_OUTAGE_MILLIS);
    if (config.get(Settings.BOOTSTRAP_SERVERS).isBlank()) {
      return ofRun;
    }
    String run = "restyle-" + UUID.randomUUID().toString().substring(0, 8);
    return ofRun
        .with(Settings.TOPIC_PREFIX, config.get(Settings.TOPIC_PREFIX) + run + ".")
        .with(Settings.APPLICATION_ID, config.get(Settings.APPLICATION_ID) + "-" + run);
  }

  /** A source that is read on demand is never late: only a live one has deadlines. */
  static Config forSource(Config config, VideoInfo info) {
    return info.live()
        ? config
        : config
            .withDefault(Settings.MAX_DELAY, FILE_PATIENCE_MILLIS)
            .withDefault(Settings.GAP_DEADLINE, FILE_PATIENCE_MILLIS);
  }

  /** What the bounds of a service protect, a run's user decides: it is their machine and video. */
  static Config unbounded(Config config) {
    return config
        .withDefault(Settings.EDITED_PIXELS, config.get(Settings.FRAME_PIXELS))
        .withDefault(Settings.WINDOW_PIXELS, Long.MAX_VALUE)
        .withDefault(Settings.WINDOW_BYTES, Long.MAX_VALUE);
  }

  /** Roles of a run keep their state in a temporary folder. */
  static Config withStateIn(Config config, Path folder) {
    return config.with(Settings.STATE_DIR, folder.toString());
  }
}

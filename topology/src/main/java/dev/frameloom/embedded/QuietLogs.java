package dev.frameloom.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Holds Kafka's loggers to what somebody should read, unless the logging configuration has a level
 * for them.
 */
final class QuietLogs {

  private static final Map<String, Level> LEVELS =
      Map.of(
          "kafka", Level.WARN,
          "org.apache.kafka", Level.WARN,
          "state.change.logger", Level.WARN,
          // each warns once at every start, and at every stop, of a healthy broker
          "org.apache.kafka.controller.QuorumController", Level.ERROR,
          "org.apache.kafka.clients.NetworkClient", Level.ERROR);

  private QuietLogs() {}

  static void apply() {
    LEVELS.forEach(
        (name, level) -> {
          // another backend has its own configuration
          if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(level);
          }
        });
  }
}

package dev.frameloom.editing;

import java.time.Duration;

/**
 * Settings of the editing topology.
 *
 * @param tickInterval how often finished windows are published
 * @param maxPublishedPerTick windows that are published at a time, so that the stream thread comes
 *     back to its consumer
 */
public record EditingConfig(Duration tickInterval, int maxPublishedPerTick) {

  public EditingConfig {
    if (tickInterval.toMillis() < 1 || maxPublishedPerTick < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 ms and 1 window, found %s and %d"
              .formatted(tickInterval, maxPublishedPerTick));
    }
  }

  /** 100 ms, 64 windows. */
  public static EditingConfig defaults() {
    return new EditingConfig(Duration.ofMillis(100), 64);
  }
}

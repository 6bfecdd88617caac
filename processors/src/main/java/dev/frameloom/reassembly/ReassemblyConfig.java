package dev.frameloom.reassembly;

import java.time.Duration;

/**
 * Settings of reassembly.
 *
 * @param limits bounds for each edit of each stream
 * @param tickInterval how often overdue gaps are looked for
 */
public record ReassemblyConfig(ReassemblyLimits limits, Duration tickInterval) {

  public ReassemblyConfig {
    if (tickInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "tickInterval must be at least 1 ms, found " + tickInterval);
    }
  }

  /** Default limits, 100 ms. */
  public static ReassemblyConfig defaults() {
    return new ReassemblyConfig(ReassemblyLimits.defaults(), Duration.ofMillis(100));
  }
}

package dev.frameloom.schemas;

/** What the broker does with old records of a topic. */
public enum CleanupPolicy {
  /** Drops segments older than the retention. */
  DELETE("delete"),
  /** Keeps the last record of every key for ever. */
  COMPACT("compact");

  private final String configValue;

  CleanupPolicy(String configValue) {
    this.configValue = configValue;
  }

  /** The value of the topic setting {@code cleanup.policy}. */
  public String configValue() {
    return configValue;
  }
}

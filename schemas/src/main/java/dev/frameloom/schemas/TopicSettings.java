package dev.frameloom.schemas;

import java.time.Duration;

/**
 * What a deployment may choose about its topics; {@link Topics} makes definitions of it.
 *
 * @param partitions partitions of every topic, at least 1. One stream lives in one partition, so
 *     this bounds how many streams are worked on at once.
 * @param replicationFactor copies of every partition, or {@link #BROKER_DEFAULT}
 * @param retention how long records of the topics that are not compacted are kept, at least a
 *     second. Replays reach back as far as this.
 * @param maxMessageBytes size of the largest record with an image, at least 64 KiB; producers need
 *     {@code max.request.size} as large
 */
public record TopicSettings(
    int partitions, short replicationFactor, Duration retention, int maxMessageBytes) {

  /** Replication factor that leaves the choice to the broker. */
  public static final short BROKER_DEFAULT = -1;

  private static final int MIN_MESSAGE_BYTES = 64 << 10;
  // a dead letter holds a record and its own fields, and both must fit a Java array
  private static final int MAX_MESSAGE_BYTES = Integer.MAX_VALUE - (16 << 20);

  public TopicSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: expected at least 1, found " + partitions);
    }
    if (replicationFactor != BROKER_DEFAULT && replicationFactor < 1) {
      throw new IllegalArgumentException(
          "replication factor: expected at least 1, or -1 for the broker's default, found "
              + replicationFactor);
    }
    if (retention.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "retention: expected at least a second, found " + retention);
    }
    if (maxMessageBytes < MIN_MESSAGE_BYTES || maxMessageBytes > MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "largest message: expected %d to %d bytes, found %d"
              .formatted(MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES, maxMessageBytes));
    }
  }

  /** Four partitions, the broker's replication factor, seven days, 16 MiB. */
  public static TopicSettings defaults() {
    return new TopicSettings(4, BROKER_DEFAULT, Duration.ofDays(7), 16 << 20);
  }

  public TopicSettings withPartitions(int count) {
    return new TopicSettings(count, replicationFactor, retention, maxMessageBytes);
  }

  public TopicSettings withReplicationFactor(short copies) {
    return new TopicSettings(partitions, copies, retention, maxMessageBytes);
  }

  public TopicSettings withRetention(Duration time) {
    return new TopicSettings(partitions, replicationFactor, time, maxMessageBytes);
  }

  public TopicSettings withMaxMessageBytes(int bytes) {
    return new TopicSettings(partitions, replicationFactor, retention, bytes);
  }
}

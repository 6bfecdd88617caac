package dev.frameloom.streams;

import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record, for every record: its own, where it has one; else the latest of its
 * partition so far; else the wall clock. One that is further ahead of the wall clock than brokers
 * take by default counts as none: what is made of the record takes its time over, and would be
 * refused. Times order the work and begin a window's deadline; no picture depends on them.
 *
 * <p>Kafka Streams' own default ends the stream thread at a record without a time, which a producer
 * of any older client, or a broken one, may write.
 */
public final class RecordTime implements TimestampExtractor {

  /** Kafka's {@code message.timestamp.after.max.ms}. */
  private static final long MAX_AHEAD_MS = Duration.ofHours(1).toMillis();

  private final Clock clock;

  /** Made by Kafka Streams. */
  public RecordTime() {
    this(Clock.systemUTC());
  }

  RecordTime(Clock clock) {
    this.clock = clock;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long now = clock.millis();
    if (isUsable(record.timestamp(), now)) {
      return record.timestamp();
    }
    return isUsable(partitionTime, now) ? partitionTime : now;
  }

  private static boolean isUsable(long timeMs, long nowMs) {
    return timeMs >= 0 && timeMs <= nowMs + MAX_AHEAD_MS;
  }
}

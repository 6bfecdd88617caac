package dev.frameloom.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTimeTest {

  private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

  private final RecordTime time =
      new RecordTime(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  @Test
  void aRecordHasItsOwnTime() {
    assertThat(extract(5, 100)).isEqualTo(5);
    assertThat(extract(NOW + 60_000, -1)).isEqualTo(NOW + 60_000);
  }

  @Test
  void oneWithoutATimeHasThatOfItsPartition() {
    assertThat(extract(-1, 100)).isEqualTo(100);
    assertThat(extract(Long.MIN_VALUE, 100)).isEqualTo(100);
  }

  @Test
  void theFirstOfAPartitionHasTheClocks() {
    assertThat(extract(-1, -1)).isEqualTo(NOW);
  }

  @Test
  void aTimeThatNoBrokerTakesCountsAsNone() {
    assertThat(extract(Long.MAX_VALUE, 100)).isEqualTo(100);
    assertThat(extract(-1, Long.MAX_VALUE)).isEqualTo(NOW);
  }

  private long extract(long timestamp, long partitionTime) {
    return time.extract(
        new ConsumerRecord<>(
            "frames",
            0,
            0,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            "frame",
            new RecordHeaders(),
            Optional.empty()),
        partitionTime);
  }
}

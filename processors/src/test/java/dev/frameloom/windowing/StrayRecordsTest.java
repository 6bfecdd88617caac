package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class StrayRecordsTest {

  private static final int PARTITIONS = 4;
  private static final int HOME = Keys.partition("cam-1", PARTITIONS);

  private final StrayRecords strays =
      new StrayRecords(
          Topics.withPrefix("")
              .withSettings(
                  TopicSettings.defaults()
                      .withPartitions(PARTITIONS)
                      .withMaxMessageBytes(64 << 10)));
  private final Record<String, String> record = new Record<>("cam-1", "value", 7);

  @Test
  void aRecordIsAStrayWhereItsStreamIsNot() {
    assertThat(strays.isStray(record, "cam-1", at(HOME))).isFalse();
    assertThat(strays.isStray(record, "cam-1", at((HOME + 1) % PARTITIONS))).isTrue();
  }

  @Test
  void aCopyIsNeverMovedAgainWhereverItLies() {
    RecordMetadata elsewhere = at((HOME + 1) % PARTITIONS);
    Record<String, String> copy = strays.copy(record.withKey(null), "cam-1/ink", elsewhere);
    assertThat(copy.key()).isEqualTo("cam-1/ink");
    assertThat(copy.value()).isEqualTo("value");
    assertThat(copy.timestamp()).isEqualTo(7);
    assertThat(
            new String(
                copy.headers().lastHeader(StrayRecords.MOVED_FROM).value(), StandardCharsets.UTF_8))
        .isEqualTo("frames-%d@42".formatted(elsewhere.partition()));
    assertThat(strays.isStray(copy, "cam-1", elsewhere)).isFalse();
    assertThat(record.headers()).isEmpty();
  }

  @Test
  void aFrameThatDoesNotFitItsTopicAnewIsNotCopied() {
    assertThat(strays.fits(60 << 10)).isTrue();
    assertThat(strays.fits(64 << 10)).isFalse();
  }

  private static RecordMetadata at(int partition) {
    return new RecordMetadata() {
      @Override
      public String topic() {
        return "frames";
      }

      @Override
      public int partition() {
        return partition;
      }

      @Override
      public long offset() {
        return 42;
      }
    };
  }
}

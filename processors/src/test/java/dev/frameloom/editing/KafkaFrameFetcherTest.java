package dev.frameloom.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.testing.TestFrames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaFrameFetcherTest {

  private static final TopicPartition PARTITION = new TopicPartition("frames", 0);

  private final RecordSerdes serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
  private final Log log = new Log();
  private final KafkaFrameFetcher fetcher =
      new KafkaFrameFetcher(log, serdes.frame().deserializer(), Duration.ZERO, 1 << 20);

  /** A consumer on a partition whose records from one offset to another are given. */
  private final class Log extends MockConsumer<byte[], byte[]> {

    private long beginning;
    private long end = 20;
    private long hole = -1;
    private int polls;

    Log() {
      super("none");
    }

    @Override
    public synchronized org.apache.kafka.clients.consumer.ConsumerRecords<byte[], byte[]> poll(
        Duration timeout) {
      polls++;
      updateBeginningOffsets(Map.of(PARTITION, beginning));
      updateEndOffsets(Map.of(PARTITION, end));
      if (position(PARTITION) < beginning) {
        // as brokers do; the mock does so only where it has records
        throw new OffsetOutOfRangeException(Map.of(PARTITION, position(PARTITION)));
      }
      for (long offset = Math.max(beginning, position(PARTITION));
          offset < Math.min(end, position(PARTITION) + 4);
          offset++) {
        if (offset != hole) {
          addRecord(new ConsumerRecord<>("frames", 0, offset, null, value(offset)));
        }
      }
      return super.poll(timeout);
    }
  }

  private byte[] value(long offset) {
    if (offset == 7) {
      return new byte[] {1, 2, 3, 4, 5, 6, 7};
    }
    Frame frame = TestFrames.frame("clip", offset, new byte[] {(byte) offset}, false);
    return serdes.frame().serializer().serialize("frames", frame);
  }

  @BeforeEach
  void empty() {
    log.updateBeginningOffsets(Map.of(PARTITION, 0L));
    log.updateEndOffsets(Map.of(PARTITION, 20L));
  }

  @Test
  void framesAreReadByTheirOffsetsInWhateverOrderTheyAreWanted() throws Exception {
    Map<FrameRef, FrameFetcher.Fetched> fetched =
        fetcher.fetch(List.of(Windows.ref(12), Windows.ref(3), Windows.ref(4)));
    assertThat(found(fetched, 3)).isEqualTo(3);
    assertThat(found(fetched, 4)).isEqualTo(4);
    assertThat(found(fetched, 12)).isEqualTo(12);
  }

  @Test
  void theNextWindowReadsOnAndTakesTheBoundaryFromItsCache() throws Exception {
    fetcher.fetch(refs(0, 4));
    int before = log.polls;
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch(refs(3, 6));
    assertThat(found(fetched, 3)).isEqualTo(3);
    assertThat(found(fetched, 6)).isEqualTo(6);
    // all of it was read along with the first window
    assertThat(log.polls).isEqualTo(before);
  }

  @Test
  void aFrameThatRetentionRemovedIsGone() throws Exception {
    log.beginning = 5;
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch(refs(3, 6));
    assertThat(fetched.get(Windows.ref(3))).isInstanceOf(FrameFetcher.Fetched.Trimmed.class);
    assertThat(fetched.get(Windows.ref(4)).toString()).contains("frames-0 offset 4");
    assertThat(found(fetched, 5)).isEqualTo(5);
  }

  @Test
  void afterAWindowThatIsGoneAltogetherTheNextOneIsRead() throws Exception {
    log.beginning = 10;
    assertThat(fetcher.fetch(refs(3, 6)).values())
        .allMatch(each -> each instanceof FrameFetcher.Fetched.Trimmed);
    assertThat(found(fetcher.fetch(refs(10, 12)), 12)).isEqualTo(12);
  }

  @Test
  void anOffsetThatHoldsNoRecordIsGone() throws Exception {
    log.hole = 2;
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch(refs(1, 3));
    assertThat(fetched.get(Windows.ref(2))).isInstanceOf(FrameFetcher.Fetched.Gone.class);
    assertThat(found(fetched, 3)).isEqualTo(3);
  }

  @Test
  void aRecordThatIsNoFrameIsGoneWithItsReason() throws Exception {
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch(refs(6, 7));
    assertThat(fetched.get(Windows.ref(7))).isInstanceOf(FrameFetcher.Fetched.Gone.class);
  }

  @Test
  void whatCanNotBeReadYetIsAFailureThatMayPass() {
    assertThatExceptionOfType(FrameFetchException.class)
        .isThrownBy(() -> fetcher.fetch(refs(18, 22)))
        .withMessageContaining("frames-0");
    log.end = 23;
    assertThatExceptionOfType(FrameFetchException.class)
        .isThrownBy(() -> fetcher.fetch(List.of(Windows.ref(100))));
  }

  private static List<FrameRef> refs(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Windows::ref).toList();
  }

  private static long found(Map<FrameRef, FrameFetcher.Fetched> fetched, long sequence) {
    FrameFetcher.Fetched at = fetched.get(Windows.ref(sequence));
    assertThat(at).isInstanceOf(FrameFetcher.Fetched.Found.class);
    return ((FrameFetcher.Fetched.Found) at).frame().getSequence();
  }
}

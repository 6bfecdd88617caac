package dev.frameloom.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.testing.TestFrames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaFrameFetcherTest {

  private static final TopicPartition PARTITION = new TopicPartition("frames", 0);

  private final RecordSerdes serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
  private final Log log = new Log();
  private final KafkaFrameFetcher fetcher =
      new KafkaFrameFetcher(
          log,
          serdes.frame().deserializer(),
          "frames",
          new FetchLimits(Duration.ofSeconds(20), 2000, 1 << 20));

  /** A consumer on a partition whose records from one offset to another are given. */
  private final class Log extends MockConsumer<byte[], byte[]> {

    private long beginning;
    private long end = 20;
    private long hole = -1;
    private int polls;
    private boolean silent;

    Log() {
      super("none");
    }

    @Override
    public synchronized org.apache.kafka.clients.consumer.ConsumerRecords<byte[], byte[]> poll(
        Duration timeout) {
      polls++;
      if (silent) {
        return super.poll(timeout);
      }
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
    log.updatePartitions(
        "frames", List.of(new PartitionInfo("frames", 0, Node.noNode(), new Node[0], new Node[0])));
    log.updateBeginningOffsets(Map.of(PARTITION, 0L));
    log.updateEndOffsets(Map.of(PARTITION, 20L));
  }

  @Test
  void framesAreReadByTheirOffsetsInWhateverOrderTheyAreWanted() throws Exception {
    Map<FrameRef, FrameFetcher.Fetched> fetched =
        fetcher.fetch("clip", List.of(Windows.ref(12), Windows.ref(3), Windows.ref(4)));
    assertThat(found(fetched, 3)).isEqualTo(3);
    assertThat(found(fetched, 4)).isEqualTo(4);
    assertThat(found(fetched, 12)).isEqualTo(12);
  }

  @Test
  void theNextWindowReadsOnAndTakesTheBoundaryFromItsCache() throws Exception {
    fetcher.fetch("clip", refs(0, 4));
    int before = log.polls;
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch("clip", refs(3, 6));
    assertThat(found(fetched, 3)).isEqualTo(3);
    assertThat(found(fetched, 6)).isEqualTo(6);
    // all of it was read along with the first window
    assertThat(log.polls).isEqualTo(before);
  }

  @Test
  void aFrameThatRetentionRemovedIsGone() throws Exception {
    log.beginning = 5;
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch("clip", refs(3, 6));
    assertThat(fetched.get(Windows.ref(3))).isInstanceOf(FrameFetcher.Fetched.Trimmed.class);
    assertThat(fetched.get(Windows.ref(4)).toString()).contains("frames-0 offset 4");
    assertThat(found(fetched, 5)).isEqualTo(5);
  }

  @Test
  void afterAWindowThatIsGoneAltogetherTheNextOneIsRead() throws Exception {
    log.beginning = 10;
    assertThat(fetcher.fetch("clip", refs(3, 6)).values())
        .allMatch(each -> each instanceof FrameFetcher.Fetched.Trimmed);
    assertThat(found(fetcher.fetch("clip", refs(10, 12)), 12)).isEqualTo(12);
  }

  @Test
  void anOffsetThatHoldsNoRecordIsGone() throws Exception {
    log.hole = 2;
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch("clip", refs(1, 3));
    assertThat(fetched.get(Windows.ref(2))).isInstanceOf(FrameFetcher.Fetched.Gone.class);
    assertThat(found(fetched, 3)).isEqualTo(3);
  }

  @Test
  void aRecordThatIsNoFrameIsGoneWithItsReason() throws Exception {
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch("clip", refs(6, 7));
    assertThat(fetched.get(Windows.ref(7))).isInstanceOf(FrameFetcher.Fetched.Gone.class);
  }

  @Test
  void anOffsetThatTheTopicDoesNotReachIsGoneAtOnce() throws Exception {
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch("clip", refs(18, 22));
    assertThat(found(fetched, 19)).isEqualTo(19);
    assertThat(fetched.get(Windows.ref(20)).toString()).contains("frames-0 offset 20", "ends");
    log.end = 23;
    log.updateEndOffsets(Map.of(PARTITION, 23L));
    assertThat(found(fetcher.fetch("clip", refs(20, 22)), 22)).isEqualTo(22);
    FrameRef before = new FrameRef(3L, 0L, "frames", 0, -3L);
    FrameRef behind = new FrameRef(4L, 0L, "frames", 0, Long.MAX_VALUE);
    assertThat(fetcher.fetch("clip", List.of(before, behind)).values())
        .allMatch(each -> each instanceof FrameFetcher.Fetched.Gone);
  }

  @Test
  void aWindowThatIsReadAfterOneThatPointsNowhereIsRead() throws Exception {
    FrameRef behind = new FrameRef(4L, 0L, "frames", 0, 1L << 40);
    fetcher.fetch("clip", List.of(behind));
    assertThat(found(fetcher.fetch("clip", refs(3, 4)), 3)).isEqualTo(3);
  }

  @Test
  void nothingButThePartitionOfTheStreamIsRead() {
    log.updatePartitions(
        "frames",
        IntStream.range(0, 4)
            .mapToObj(i -> new PartitionInfo("frames", i, Node.noNode(), new Node[0], new Node[0]))
            .toList());
    int own = Keys.partition("clip", 4);
    for (FrameRef ref :
        List.of(
            new FrameRef(0L, 0L, "edits", own, 0L),
            new FrameRef(0L, 0L, "frames", (own + 1) % 4, 0L),
            new FrameRef(0L, 0L, "frames", 99, 0L),
            new FrameRef(0L, 0L, "frames", -1, 0L))) {
      assertThatExceptionOfType(WindowRefusedException.class)
          .isThrownBy(() -> fetcher.fetch("clip", List.of(ref)))
          .withMessageContaining("it points at");
    }
    assertThat(log.polls).isZero();
  }

  @Test
  void aFrameOfAnotherStreamIsNotTheWindows() throws Exception {
    Map<FrameRef, FrameFetcher.Fetched> fetched = fetcher.fetch("other", refs(3, 4));
    assertThat(fetched.values()).allMatch(each -> each instanceof FrameFetcher.Fetched.Gone);
    assertThat(fetched.get(Windows.ref(3)).toString()).contains("stream other", "found another");
  }

  @Test
  void framesThatTakeTooManyBytesTogetherAreRefused() {
    assertThatExceptionOfType(WindowRefusedException.class)
        .isThrownBy(() -> narrow().fetch("clip", refs(0, 19)))
        .withMessageContaining("editing.max-window-bytes");
  }

  @Test
  void aFetchThatTakesTooLongIsRefusedWhereKafkaAnswers() {
    log.silent = true;
    KafkaFrameFetcher impatient =
        new KafkaFrameFetcher(
            log,
            serdes.frame().deserializer(),
            "frames",
            new FetchLimits(Duration.ofMillis(1), 1 << 20, 0));
    assertThatExceptionOfType(WindowRefusedException.class)
        .isThrownBy(() -> impatient.fetch("clip", refs(3, 4)))
        .withMessageContaining("editing.fetch-timeout-ms");
  }

  @Test
  void whatCanNotBeReadWhileKafkaIsAwayMayBeReadLater() {
    log.setOffsetsException(new KafkaException("away"));
    assertThatExceptionOfType(FrameFetchException.class)
        .isThrownBy(() -> fetcher.fetch("clip", refs(3, 4)));
  }

  private KafkaFrameFetcher narrow() {
    return new KafkaFrameFetcher(
        log,
        serdes.frame().deserializer(),
        "frames",
        new FetchLimits(Duration.ofSeconds(20), 60, 0));
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

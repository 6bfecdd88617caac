package dev.frameloom.editing;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads frames with a consumer of its own, which belongs to no group: it goes to the first offset
 * that is wanted and reads on. What it reads beyond is kept for the next window. Reads the
 * partition of the window's stream and nothing else, whatever a window points at.
 */
public final class KafkaFrameFetcher implements FrameFetcher {

  /** Offsets that are read over rather than skipped: about what one fetch brings anyway. */
  private static final int READ_OVER = 32;

  private static final Duration POLL = Duration.ofMillis(200);

  /** Kafka answers a question within this, or is away: then the window waits for it. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<Frame> deserializer;
  private final String topic;
  private final FetchLimits limits;
  private final RecordCache cache;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Long> knownEnds = new HashMap<>();
  private int partitions;

  /** Where the consumer stands in the partition that it is assigned; -1 where that is not known. */
  private long position = -1;

  /**
   * A fetcher.
   *
   * @param consumer configured with {@link #consumerSettings}; the fetcher closes it
   * @param deserializer of frames
   * @param topic the topic of frames
   */
  public KafkaFrameFetcher(
      Consumer<byte[], byte[]> consumer,
      Deserializer<Frame> deserializer,
      String topic,
      FetchLimits limits) {
    this.consumer = consumer;
    this.deserializer = deserializer;
    this.topic = topic;
    this.limits = limits;
    this.cache = new RecordCache(limits.cacheBytes());
  }

  /** What the consumer has to be configured with, beside its servers. */
  public static Map<String, Object> consumerSettings() {
    return Map.of(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        // an offset that is gone has to be noticed, not replaced by another
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false);
  }

  @Override
  public Map<FrameRef, Fetched> fetch(String streamId, Collection<FrameRef> refs)
      throws InterruptedException, WindowRefusedException {
    if (refs.isEmpty()) {
      return Map.of();
    }
    try {
      TopicPartition partition = new TopicPartition(topic, partitionOf(streamId, refs));
      WantedRecords wanted = new WantedRecords(limits.maxWindowBytes());
      for (FrameRef ref : refs) {
        wanted.want(ref.getOffset(), cache.get(partition, ref.getOffset()));
      }
      read(partition, wanted);
      Map<FrameRef, Fetched> fetched = new HashMap<>();
      for (FrameRef ref : refs) {
        fetched.put(ref, decode(streamId, ref, wanted));
      }
      return fetched;
    } catch (InterruptException e) {
      position = -1;
      throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
    } catch (KafkaException e) {
      position = -1;
      throw new FrameFetchException("frames can't be read now: " + e.getMessage(), e);
    }
  }

  /** The one partition that a stream's frames lie in; all pointers have to name it. */
  private int partitionOf(String streamId, Collection<FrameRef> refs)
      throws WindowRefusedException {
    for (FrameRef ref : refs) {
      if (!ref.getTopic().equals(topic)) {
        throw new WindowRefusedException(
            "it points at topic '%s'; frames lie on %s".formatted(ref.getTopic(), topic));
      }
    }
    if (partitions == 0 || !allIn(Keys.partition(streamId, partitions), refs)) {
      partitions = consumer.partitionsFor(topic, ANSWER).size();
    }
    if (partitions == 0) {
      throw new FrameFetchException("topic " + topic + " is not there");
    }
    int partition = Keys.partition(streamId, partitions);
    if (!allIn(partition, refs)) {
      throw new WindowRefusedException(
          "it points at other partitions of %s than %d, where frames of stream %s lie"
              .formatted(topic, partition, streamId));
    }
    return partition;
  }

  private static boolean allIn(int partition, Collection<FrameRef> refs) {
    return refs.stream().allMatch(ref -> ref.getPartition() == partition);
  }

  private Fetched decode(String streamId, FrameRef ref, WantedRecords records) {
    byte[] value = records.value(ref.getOffset());
    if (value == null) {
      TopicPartition partition = new TopicPartition(ref.getTopic(), ref.getPartition());
      String why =
          "frame %d is not at %s offset %d: %s"
              .formatted(
                  ref.getSequence(), partition, ref.getOffset(), records.whyNot(ref.getOffset()));
      boolean trimmed =
          ref.getOffset() >= 0 && ref.getOffset() < beginnings.getOrDefault(partition, 0L);
      return trimmed ? new Fetched.Trimmed(why) : new Fetched.Gone(why);
    }
    try {
      Frame frame = deserializer.deserialize(ref.getTopic(), value);
      boolean expected =
          frame.getSequence() == ref.getSequence() && frame.getStreamId().equals(streamId);
      if (!expected) {
        return new Fetched.Gone(
            "expected frame %d of stream %s at %s-%d offset %d, found another"
                .formatted(
                    ref.getSequence(),
                    streamId,
                    ref.getTopic(),
                    ref.getPartition(),
                    ref.getOffset()));
      }
      return new Fetched.Found(frame);
    } catch (UndecodableRecordException e) {
      return new Fetched.Gone(e.getMessage());
    }
  }

  /** Reads what is still wanted of one partition; what is gone stays empty. */
  private void read(TopicPartition partition, WantedRecords wanted) throws WindowRefusedException {
    wanted.goneBefore(0, "no record has such an offset");
    if (wanted.isEmpty()) {
      return;
    }
    if (wanted.last() >= knownEnds.getOrDefault(partition, 0L)) {
      refuseBeyondEnd(partition, wanted);
    }
    if (wanted.isEmpty()) {
      return;
    }
    if (!consumer.assignment().equals(Set.of(partition))) {
      consumer.assign(Set.of(partition));
      position = -1;
    }
    Deadline deadline = new Deadline(partition);
    while (!wanted.isEmpty()) {
      deadline.check();
      goTo(partition, wanted.first());
      for (ConsumerRecord<byte[], byte[]> record : poll(partition, wanted)) {
        if (record.value() != null) {
          cache.put(partition, record.offset(), record.value());
          wanted.found(record.offset(), record.value());
        }
      }
      if (position >= 0) {
        position = consumer.position(partition, ANSWER);
        wanted.goneBefore(position, "no record is there");
      }
    }
  }

  private void goTo(TopicPartition partition, long first) {
    if (position < 0 || position > first || first - position > READ_OVER) {
      consumer.seek(partition, first);
      position = first;
    }
  }

  /**
   * What windowing has read of a topic is there for all: an offset that the topic doesn't reach is
   * no matter of time.
   */
  private void refuseBeyondEnd(TopicPartition partition, WantedRecords wanted) {
    long end = consumer.endOffsets(Set.of(partition), ANSWER).get(partition);
    knownEnds.put(partition, end);
    wanted.goneFrom(end, "the partition ends before it");
  }

  private Iterable<ConsumerRecord<byte[], byte[]>> poll(
      TopicPartition partition, WantedRecords wanted) {
    try {
      return consumer.poll(POLL).records(partition);
    } catch (OffsetOutOfRangeException e) {
      long beginning = consumer.beginningOffsets(Set.of(partition), ANSWER).get(partition);
      beginnings.put(partition, beginning);
      wanted.goneBefore(beginning, "retention removed it; raise the topic's retention");
      refuseBeyondEnd(partition, wanted);
      // it stood at something that is gone, maybe since a window that was gone altogether
      position = -1;
      return List.of();
    }
  }

  /**
   * Ends a fetch that takes too long, where Kafka answers and so is not the cause. Where it does
   * not, the question fails, and the window is tried again when it is back.
   */
  private final class Deadline {

    private final TopicPartition partition;
    private long atNanos = System.nanoTime() + limits.timeout().toNanos();
    private boolean asked;

    Deadline(TopicPartition partition) {
      this.partition = partition;
    }

    void check() throws WindowRefusedException {
      if (System.nanoTime() - atNanos < 0) {
        return;
      }
      if (asked) {
        throw new WindowRefusedException(
            "its frames could not be read from %s within %d ms; raise editing.fetch-timeout-ms"
                .formatted(partition, limits.timeout().toMillis()));
      }
      // it may have been away until now: the half is for what it could not do
      consumer.endOffsets(Set.of(partition), ANSWER);
      asked = true;
      atNanos = System.nanoTime() + limits.timeout().toNanos() / 2;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

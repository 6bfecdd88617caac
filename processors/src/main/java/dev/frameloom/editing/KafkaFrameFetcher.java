package dev.frameloom.editing;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * that is wanted and reads on. What it reads beyond is kept for the next window.
 */
public final class KafkaFrameFetcher implements FrameFetcher {

  /** Offsets that are read over rather than skipped: about what one fetch brings anyway. */
  private static final int READ_OVER = 32;

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<Frame> deserializer;
  private final Duration patience;
  private final RecordCache cache;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();

  /**
   * A fetcher.
   *
   * @param consumer configured with {@link #consumerSettings}; the fetcher closes it
   * @param deserializer of frames
   * @param patience how long one call may go on without reading anything
   * @param cacheBytes bytes of records that are kept
   */
  public KafkaFrameFetcher(
      Consumer<byte[], byte[]> consumer,
      Deserializer<Frame> deserializer,
      Duration patience,
      long cacheBytes) {
    this.consumer = consumer;
    this.deserializer = deserializer;
    this.patience = patience;
    this.cache = new RecordCache(cacheBytes);
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
  public Map<FrameRef, Fetched> fetch(Collection<FrameRef> refs) throws InterruptedException {
    Map<TopicPartition, TreeMap<Long, Optional<byte[]>>> found = new HashMap<>();
    for (FrameRef ref : refs) {
      TopicPartition partition = new TopicPartition(ref.getTopic(), ref.getPartition());
      TreeMap<Long, Optional<byte[]>> values =
          found.computeIfAbsent(partition, p -> new TreeMap<>());
      values.put(ref.getOffset(), cache.get(partition, ref.getOffset()));
    }
    try {
      for (Map.Entry<TopicPartition, TreeMap<Long, Optional<byte[]>>> each : found.entrySet()) {
        read(each.getKey(), each.getValue());
      }
    } catch (InterruptException e) {
      throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
    } catch (KafkaException e) {
      throw new FrameFetchException("frames can't be read now: " + e.getMessage(), e);
    }
    Map<FrameRef, Fetched> fetched = new HashMap<>();
    for (FrameRef ref : refs) {
      TopicPartition partition = new TopicPartition(ref.getTopic(), ref.getPartition());
      fetched.put(ref, decode(ref, found.get(partition).get(ref.getOffset())));
    }
    return fetched;
  }

  private Fetched decode(FrameRef ref, Optional<byte[]> value) {
    if (value.isEmpty()) {
      TopicPartition partition = new TopicPartition(ref.getTopic(), ref.getPartition());
      String why =
          "frame %d is no longer at %s-%d offset %d; raise the topic's retention"
              .formatted(ref.getSequence(), ref.getTopic(), ref.getPartition(), ref.getOffset());
      return ref.getOffset() < beginnings.getOrDefault(partition, 0L)
          ? new Fetched.Trimmed(why)
          : new Fetched.Gone(why);
    }
    try {
      Frame frame = deserializer.deserialize(ref.getTopic(), value.get());
      if (frame.getSequence() != ref.getSequence()) {
        return new Fetched.Gone(
            "expected frame %d at %s-%d offset %d, found frame %d"
                .formatted(
                    ref.getSequence(),
                    ref.getTopic(),
                    ref.getPartition(),
                    ref.getOffset(),
                    frame.getSequence()));
      }
      return new Fetched.Found(frame);
    } catch (UndecodableRecordException e) {
      return new Fetched.Gone(e.getMessage());
    }
  }

  /** Reads what is still wanted of one partition; what is gone stays empty. */
  private void read(TopicPartition partition, SortedMap<Long, Optional<byte[]>> values) {
    TreeSet<Long> wanted = new TreeSet<>();
    values.forEach(
        (offset, value) -> {
          if (value.isEmpty()) {
            wanted.add(offset);
          }
        });
    if (wanted.isEmpty()) {
      return;
    }
    boolean assigned = consumer.assignment().equals(Set.of(partition));
    if (!assigned) {
      consumer.assign(Set.of(partition));
    }
    long position = assigned ? consumer.position(partition) : -1;
    long giveUpAt = System.nanoTime() + patience.toNanos();
    while (!wanted.isEmpty()) {
      long first = wanted.first();
      if (position > first || position < 0 || first - position > READ_OVER) {
        consumer.seek(partition, first);
        position = first;
      }
      List<ConsumerRecord<byte[], byte[]>> records = poll(partition, wanted);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() != null) {
          cache.put(partition, record.offset(), record.value());
          if (wanted.contains(record.offset())) {
            values.put(record.offset(), Optional.of(record.value()));
          }
        }
      }
      if (wanted.isEmpty()) {
        return;
      }
      long next = consumer.position(partition);
      wanted.headSet(next).clear();
      if (next > position) {
        position = next;
        giveUpAt = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() - giveUpAt >= 0) {
        throw new FrameFetchException(
            "nothing could be read of %s at offset %d for %d s"
                .formatted(partition, position, patience.toSeconds()));
      }
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> poll(
      TopicPartition partition, SortedSet<Long> wanted) {
    try {
      return new ArrayList<>(consumer.poll(POLL).records(partition));
    } catch (OffsetOutOfRangeException e) {
      long beginning = consumer.beginningOffsets(Set.of(partition)).get(partition);
      beginnings.put(partition, beginning);
      wanted.headSet(beginning).clear();
      if (wanted.isEmpty()) {
        return List.of();
      }
      if (consumer.position(partition) == wanted.first()) {
        throw new FrameFetchException(
            "%s does not reach to offset %d yet".formatted(partition, wanted.first()), e);
      }
      // it stands at something that is gone, maybe since a window that was gone altogether
      consumer.seek(partition, wanted.first());
      return List.of();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package dev.frameloom.ingest;

import dev.frameloom.avro.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Looks for a stream's last frame in the newest records of its partition, for streams that the
 * {@link StreamLedger} does not know: published by other means, or so long ago that it was
 * forgotten. Reads backwards, and only so far.
 */
final class TailScan {

  /** Bounds the search: about 100 MB of frames, half a second. */
  private static final int FARTHEST = 1024;

  private static final int STEP = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(Brokers.PATIENCE_SECONDS);

  private TailScan() {}

  /** The last frame of a stream, read by a consumer that is given back without assignment. */
  static Optional<StreamPosition> lastFrame(
      Consumer<String, byte[]> consumer,
      TopicPartition partition,
      String streamId,
      Deserializer<Frame> deserializer) {
    consumer.assign(List.of(partition));
    try {
      long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long farthest = Math.max(begin, end - FARTHEST);
      for (long until = end; until > farthest; until -= STEP) {
        long from = Math.max(farthest, until - STEP);
        Optional<byte[]> found = lastOf(consumer, partition, from, until, streamId);
        if (found.isPresent()) {
          return Optional.of(
              StreamPosition.of(deserializer.deserialize(partition.topic(), found.get())));
        }
      }
      return Optional.empty();
    } finally {
      consumer.unsubscribe();
    }
  }

  private static Optional<byte[]> lastOf(
      Consumer<String, byte[]> consumer,
      TopicPartition partition,
      long from,
      long until,
      String streamId) {
    consumer.seek(partition, from);
    Optional<byte[]> last = Optional.empty();
    long startedAt = System.nanoTime();
    while (consumer.position(partition) < until) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        if (record.offset() < until && streamId.equals(record.key())) {
          last = Optional.of(record.value());
        }
      }
      if (System.nanoTime() - startedAt > PATIENCE.toNanos()) {
        throw new TimeoutException(
            partition + " could not be read within " + PATIENCE.toSeconds() + " s");
      }
    }
    return last;
  }
}

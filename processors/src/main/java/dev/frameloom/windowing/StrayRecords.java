package dev.frameloom.windowing;

import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that lie in another partition than {@link Keys#partition} says: their producer hashes
 * keys in a way of its own, or gave them none. Here they would never meet what belongs to their
 * stream, so they are published again where it is. A copy carries a header and is never moved
 * again, whatever anybody takes the number of partitions to be.
 */
final class StrayRecords {

  /** Header of a copy: where the record was found. */
  static final String MOVED_FROM = "frameloom-moved-from";

  private static final Logger LOG = LoggerFactory.getLogger(StrayRecords.class);

  /** Streams that were told of are remembered up to here; ids come from records. */
  private static final int MAX_TOLD = 1000;

  /** Room for the frame's other fields, its key and the header beside the picture. */
  private static final int RECORD_OVERHEAD = 4096;

  private final int partitions;
  private final int maxFrameBytes;
  private final Set<String> told = new LinkedHashSet<>();

  /** Strays among the records of topics, which have as many partitions as these say. */
  StrayRecords(Topics topics) {
    partitions = topics.settings().partitions();
    maxFrameBytes = topics.frames().maxMessageBytes();
  }

  /** Whether a record of a stream lies where that stream is not. */
  boolean isStray(Record<String, ?> record, String streamId, RecordMetadata at) {
    return Keys.partition(streamId, partitions) != at.partition()
        && record.headers().lastHeader(MOVED_FROM) == null;
  }

  /** Whether a copy of a frame fits its topic: the record itself may have been compressed. */
  boolean fits(int pictureBytes) {
    return (long) pictureBytes + RECORD_OVERHEAD <= maxFrameBytes;
  }

  /** The copy that is published where the stream is. */
  <V> Record<String, V> copy(Record<String, V> record, String key, RecordMetadata at) {
    tell(Keys.streamOf(key), at);
    Headers headers = new RecordHeaders(record.headers());
    String from = "%s-%d@%d".formatted(at.topic(), at.partition(), at.offset());
    headers.add(MOVED_FROM, from.getBytes(StandardCharsets.UTF_8));
    return record.withKey(key).withHeaders(headers);
  }

  private void tell(String streamId, RecordMetadata at) {
    if (!told.add(streamId)) {
      return;
    }
    if (told.size() > MAX_TOLD) {
      told.remove(told.iterator().next());
    }
    LOG.warn(
        "records of stream {} lie in partition {} of {}, but its partition is {}: they are copied"
            + " there. Set its producer's partitioner to murmur2_random (librdkafka) or to Kafka's"
            + " own, with the stream's id as key",
        streamId,
        at.partition(),
        at.topic(),
        Keys.partition(streamId, partitions));
  }
}

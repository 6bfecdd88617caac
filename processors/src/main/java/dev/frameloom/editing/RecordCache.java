package dev.frameloom.editing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that were used last, bounded by the bytes of their values: the frames that windows
 * share, and those that were fetched along with others.
 */
final class RecordCache {

  private record Position(TopicPartition partition, long offset) {}

  private final long maxBytes;
  private final LinkedHashMap<Position, byte[]> values = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  RecordCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  Optional<byte[]> get(TopicPartition partition, long offset) {
    return Optional.ofNullable(values.get(new Position(partition, offset)));
  }

  void put(TopicPartition partition, long offset, byte[] value) {
    byte[] before = values.put(new Position(partition, offset), value);
    bytes += value.length - (before == null ? 0 : before.length);
    Iterator<Map.Entry<Position, byte[]>> eldest = values.entrySet().iterator();
    while (bytes > maxBytes && eldest.hasNext()) {
      bytes -= eldest.next().getValue().length;
      eldest.remove();
    }
  }
}

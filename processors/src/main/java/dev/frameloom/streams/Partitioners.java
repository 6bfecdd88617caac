package dev.frameloom.streams;

import dev.frameloom.schemas.Keys;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where sinks send their records. */
public final class Partitioners {

  private Partitioners() {}

  /** The partition of the key's stream, so that whatever concerns one stream can be joined. */
  public static <V> StreamPartitioner<String, V> byStream() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(Keys.partition(key, partitions)));
  }
}

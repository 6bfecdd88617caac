package dev.frameloom.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/**
 * Sends a record where {@link Keys#partition} says. Every producer of keys {@code streamId/editId}
 * sets it as {@code partitioner.class}: an edit that lies in another partition than its stream's
 * frames never meets them.
 */
public final class StreamPartitioner implements Partitioner {

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    if (keyBytes == null) {
      throw new IllegalArgumentException(
          "record for topic " + topic + " has no key: expected a stream id or streamId/editId");
    }
    int partitions = cluster.partitionsForTopic(topic).size();
    return Keys.partition(new String(keyBytes, StandardCharsets.UTF_8), partitions);
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}

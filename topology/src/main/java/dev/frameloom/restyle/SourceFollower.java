package dev.frameloom.restyle;

import dev.frameloom.avro.Frame;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.TopicReader;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.UndecodableImageException;
import dev.frameloom.schemas.TopicDefinition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Walks along the source frames of a stream, beside its edited frames, to compare them. Reads the
 * frames topic and not the file again: a camera can't be read twice. Used by one thread.
 */
final class SourceFollower implements AutoCloseable {

  private final KafkaConsumer<String, Frame> consumer;
  private final String streamId;
  private final Deque<ConsumerRecord<String, Frame>> fetched = new ArrayDeque<>();

  SourceFollower(
      ClusterConnection connection,
      TopicDefinition frames,
      Deserializer<Frame> values,
      String streamId) {
    this.consumer = TopicReader.consumer(connection, values);
    this.streamId = streamId;
    List<TopicPartition> partitions =
        consumer.partitionsFor(frames.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * The source frame of a sequence; sequences must ascend from call to call. Empty where it was
   * never published or can't be decoded.
   *
   * @param wait how long to wait for it: it was published before its edit, but may be on its way
   */
  Optional<Picture> picture(long sequence, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      while (!fetched.isEmpty() && fetched.peek().value().getSequence() < sequence) {
        fetched.remove();
      }
      if (!fetched.isEmpty()) {
        return fetched.peek().value().getSequence() == sequence
            ? decode(fetched.remove().value())
            : Optional.empty();
      }
      if (System.nanoTime() > deadline) {
        return Optional.empty();
      }
      for (ConsumerRecord<String, Frame> record : consumer.poll(Duration.ofMillis(100))) {
        if (streamId.equals(record.key())) {
          fetched.add(record);
        }
      }
    }
  }

  private static Optional<Picture> decode(Frame frame) {
    try {
      java.nio.ByteBuffer image = frame.getImage().duplicate();
      byte[] bytes = new byte[image.remaining()];
      image.get(bytes);
      return Optional.of(PictureCodec.decode(bytes));
    } catch (UndecodableImageException e) {
      return Optional.empty(); // windowing has said so already, in a dead letter
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

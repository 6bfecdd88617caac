package dev.frameloom.ingest;

import dev.frameloom.avro.Frame;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The largest record that gets through. Checked before a record is sent: one that is refused later
 * takes its whole transaction with it.
 *
 * @param bytes largest record batch, in bytes
 * @param setting what to raise for more, for people
 */
record SizeLimit(int bytes, String setting) {

  /**
   * What Kafka adds to a value: the batch's and the record's header, less than this, and the key.
   */
  private static final int OVERHEAD = 128;

  /** The topic's limit, or a smaller one that the client was configured with. */
  static SizeLimit of(String topic, int topicLimit, Map<String, ?> client) {
    int requested =
        Optional.ofNullable(client.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG))
            .map(value -> Integer.parseInt(value.toString()))
            .orElse(Integer.MAX_VALUE);
    return requested < topicLimit
        ? new SizeLimit(requested, "the producer's " + ProducerConfig.MAX_REQUEST_SIZE_CONFIG)
        : new SizeLimit(
            topicLimit,
            topic
                + "'s "
                + TopicConfig.MAX_MESSAGE_BYTES_CONFIG
                + " (topics.max-record-bytes, where Frameloom makes the topic)");
  }

  void require(Frame frame, int valueBytes, PublishOptions options) {
    long needed = (long) valueBytes + OVERHEAD + 4L * options.streamId().length();
    if (needed > bytes) {
      throw new PublishException(
          "frame %d of stream %s (%dx%d as %s) needs %,d bytes, and %,d are allowed: raise %s to at least that, or publish smaller pictures (--size, --quality)"
              .formatted(
                  frame.getSequence(),
                  frame.getStreamId(),
                  frame.getWidth(),
                  frame.getHeight(),
                  frame.getEncoding(),
                  needed,
                  bytes,
                  setting));
    }
  }
}

package dev.frameloom.deadletter;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.schemas.TopicDefinition;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Turns records that Kafka Streams could not read or process into records of the dead-letters
 * topic.
 *
 * @param role the role that gives them up
 * @param topic the dead-letters topic
 * @param serializer writes dead letters
 * @param metrics counts them
 */
public record DeadLetterWriter(
    String role,
    TopicDefinition topic,
    Serializer<DeadLetter> serializer,
    PipelineMetrics metrics) {

  /** Room for the letter's own fields beside the value that it carries. */
  private static final int HEADROOM = 64 << 10;

  ProducerRecord<byte[], byte[]> write(
      ErrorHandlerContext context, byte[] key, byte[] value, String reason, Throwable cause) {
    String text = DeadLetters.describe(cause);
    // the key is the letter's own key, too
    boolean fits = 2L * length(key) + length(value) + HEADROOM <= topic.maxMessageBytes();
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setRole(role)
            .setReason(reason)
            .setMessage(
                "%s gave up the record at %s-%d offset %d: %s"
                    .formatted(
                        role,
                        context.topic(),
                        context.partition(),
                        context.offset(),
                        DeadLetters.cut(String.valueOf(cause.getMessage()))))
            .setTopic(context.topic())
            .setPartition(context.partition())
            .setOffset(context.offset())
            .setException(text)
            .setKey(key == null || !fits ? null : ByteBuffer.wrap(key))
            .setValue(value == null || !fits ? null : ByteBuffer.wrap(value))
            .build();
    metrics.deadLetter(reason);
    return new ProducerRecord<>(
        topic.name(), null, key, serializer.serialize(topic.name(), letter));
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

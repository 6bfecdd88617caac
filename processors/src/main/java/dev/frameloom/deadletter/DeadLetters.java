package dev.frameloom.deadletter;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.FrameRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes the dead letters of one role. Where the record is still on its topic they point at it and
 * don't repeat its value.
 *
 * @param role windowing, editing, reassembly or ingest
 */
public record DeadLetters(String role) {

  /** About a record. */
  public DeadLetter.Builder of(
      DeadLetterReason reason, String message, String topic, int partition, long offset) {
    return DeadLetter.newBuilder()
        .setRole(role)
        .setReason(reason.word())
        .setMessage(message)
        .setTopic(topic)
        .setPartition(partition)
        .setOffset(offset);
  }

  /** About a frame. */
  public DeadLetter.Builder of(
      DeadLetterReason reason, String message, String streamId, FrameRef frame) {
    return of(reason, message, frame.getTopic(), frame.getPartition(), frame.getOffset())
        .setStreamId(streamId)
        .setSequence(frame.getSequence())
        .setKey(bytes(streamId));
  }

  /** A key as the bytes that it is on its topic. */
  public static ByteBuffer bytes(String key) {
    return key == null ? null : ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
  }

  /** What a cause is, in one line. */
  public static String describe(Throwable cause) {
    return cause.getMessage() == null
        ? cause.getClass().getName()
        : cause.getClass().getName() + ": " + cause.getMessage();
  }
}

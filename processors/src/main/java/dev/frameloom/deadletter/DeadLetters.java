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

  /** Longest text that is kept. */
  private static final int MAX_TEXT = 4096;

  /** Longest key that is kept: a legal one is much shorter. */
  private static final int MAX_KEY = 4096;

  /** About a record. */
  public DeadLetter.Builder of(
      DeadLetterReason reason, String message, String topic, int partition, long offset) {
    return DeadLetter.newBuilder()
        .setRole(role)
        .setReason(reason.word())
        .setMessage(cut(message))
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

  /** A key as the bytes that it is on its topic; null where it is too long for a letter. */
  public static ByteBuffer bytes(String key) {
    if (key == null || key.length() > MAX_KEY) {
      return null;
    }
    return ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
  }

  /** A text short enough for a letter: what others sent is quoted in it. */
  public static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + " …";
  }

  /** What a cause is, in one line. */
  public static String describe(Throwable cause) {
    return cause.getMessage() == null
        ? cause.getClass().getName()
        : cut(cause.getClass().getName() + ": " + cause.getMessage());
  }
}

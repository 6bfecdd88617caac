package dev.frameloom.egress;

import dev.frameloom.schemas.Keys;
import java.time.Duration;
import java.time.Instant;

/**
 * What is recorded.
 *
 * @param streamId stream that was edited
 * @param editId edit whose frames are recorded
 * @param from which of the topic's records are looked at
 * @param maxFrames recording ends after so many frames; {@link Long#MAX_VALUE} for all
 * @param idleTimeout recording ends when no frame came for so long; zero waits for ever
 */
public record RecordOptions(
    String streamId, String editId, From from, long maxFrames, Duration idleTimeout) {

  /** Where in the topic recording begins. */
  public sealed interface From {

    /** With the oldest record. */
    record Beginning() implements From {}

    /** With what comes after {@link RestyledRecorder#record} is called. */
    record Now() implements From {}

    /**
     * With the first record that is not older than this: spares a long topic's reading.
     *
     * @param time of the record, as Kafka has it
     */
    record Since(Instant time) implements From {}
  }

  public RecordOptions {
    Keys.checkedId("stream id", streamId);
    Keys.checkedId("edit id", editId);
    if (maxFrames < 1) {
      throw new IllegalArgumentException("maximum of " + maxFrames + " frames: at least 1");
    }
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException("idle timeout " + idleTimeout + " is negative");
    }
  }

  /** All frames from the beginning to the stream's end, however long it takes. */
  public static RecordOptions of(String streamId, String editId) {
    return new RecordOptions(streamId, editId, new From.Beginning(), Long.MAX_VALUE, Duration.ZERO);
  }

  /** Beginning elsewhere. */
  public RecordOptions withFrom(From beginning) {
    return new RecordOptions(streamId, editId, beginning, maxFrames, idleTimeout);
  }

  /** With at most so many frames. */
  public RecordOptions withMaxFrames(long frames) {
    return new RecordOptions(streamId, editId, from, frames, idleTimeout);
  }

  /** Ending when idle for so long. */
  public RecordOptions withIdleTimeout(Duration time) {
    return new RecordOptions(streamId, editId, from, maxFrames, time);
  }

  /** Key of the recorded records. */
  String key() {
    return Keys.of(streamId, editId);
  }
}

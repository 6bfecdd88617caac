package dev.frameloom.metrics;

import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.OutcomeStatus;

/**
 * What windowing, editing and reassembly tell about themselves. Called by several threads, for
 * every frame: implementations are thread-safe and quick.
 *
 * <p>Relations that hold once a stream has ended: windows closed = windows edited; frames restyled
 * = frames that windows published + gaps filled. Alert on dead letters, on late frames, and on a
 * queue that only grows.
 */
public interface PipelineMetrics {

  /** Counts nothing. */
  PipelineMetrics NOOP = new PipelineMetrics() {};

  /** A frame came to windowing. */
  default void frameSeen() {}

  /** A frame came again; it was dropped. */
  default void duplicateFrame() {}

  /** A frame came after it was given up; it was dropped. */
  default void lateFrame() {}

  /**
   * A frame was left out since another frame of its stream had its sequence: its producer began
   * again.
   */
  default void repeatedSequence() {}

  /** A record lay in another partition than its stream's, and was copied there. */
  default void recordMoved() {}

  /** A frame's picture can't be decoded. */
  default void unreadableFrame() {}

  /** Sequences were given up as missing. */
  default void framesGivenUp(long count) {}

  /** A window closed. */
  default void windowClosed(CloseReason reason) {}

  /** Windowing worked for so long. */
  default void windowingTook(long nanos) {}

  /** Windows that wait for a device, after a change; in this process. */
  default void queueDepth(int windows) {}

  /** Results that wait to be published, after a change; in this process. */
  default void resultsHeld(int results, long bytes) {}

  /** A window's outcome was published. */
  default void windowEdited(OutcomeStatus status, int frames) {}

  /** A window has no edited frame for a sequence, for a reason that its outcome names. */
  default void gap(String reason) {}

  /**
   * How many records lie between where a partition of frames begins and the oldest frame that a
   * window waits for; below 0 where that is gone. Told every few seconds while windows wait.
   */
  default void trimMargin(String topic, int partition, long records) {}

  /** Publishing edited frames took so long. */
  default void publishingTook(long nanos) {}

  /** A frame was emitted in order. */
  default void frameRestyled() {}

  /** A gap was filled by the edit's policy; for SKIP with nothing. */
  default void gapFilled() {}

  /** An edited frame came again; it was dropped. */
  default void duplicateEditedFrame() {}

  /** An edited frame came after its gap was filled; it was dropped. */
  default void lateEditedFrame() {}

  /** Edited frames that wait for an earlier one grew or shrank by so many. */
  default void waitingChanged(int frames, long bytes) {}

  /** Reassembly worked for so long. */
  default void reassemblyTook(long nanos) {}

  /** Brokers or the registry, by name, stopped answering; roles wait. */
  default void outageBegan(String service) {}

  /** They answer again, after so long. */
  default void outageEnded(String service, long nanos) {}

  /** A record was given up, for the reason that its dead letter names. */
  default void deadLetter(String reason) {}
}

package dev.frameloom.egress;

import dev.frameloom.avro.WindowOutcome;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Whether an edit of a stream is over without a single frame: every window of it has an outcome,
 * and none published anything. Its last frame, which ends a recording, will never come. Safe for
 * use by many threads.
 */
public final class EmptyEdit {

  /** More windows than a year of video has; a record that says otherwise is none of windowing's. */
  private static final int MAX_WINDOWS = 100_000_000;

  private final BitSet seen = new BitSet();
  private OptionalInt lastWindow = OptionalInt.empty();
  private boolean published;
  private String firstError = "";

  /** Takes an outcome, in any order and any number of times. */
  public synchronized void add(WindowOutcome outcome) {
    if (outcome.getWindowIndex() < 0 || outcome.getWindowIndex() > MAX_WINDOWS) {
      return;
    }
    int window = (int) outcome.getWindowIndex();
    seen.set(window);
    published |= outcome.getFramesPublished() > 0;
    if (outcome.getEndOfStream()) {
      lastWindow = OptionalInt.of(window);
    }
    if (firstError.isEmpty() && outcome.getError() != null) {
      firstError = outcome.getError();
    }
  }

  /** Whether nothing came and nothing will. */
  public synchronized boolean isOver() {
    return !published && lastWindow.isPresent() && seen.nextClearBit(0) > lastWindow.getAsInt();
  }

  /** What there is to say of it, for people. */
  public synchronized String message(String streamId, String editId) {
    return "stream %s ended, and no frame of it could be edited by %s: %s"
        .formatted(
            streamId,
            editId,
            firstError.isEmpty() ? "the dead letters say why (topic dead-letters)" : firstError);
  }
}

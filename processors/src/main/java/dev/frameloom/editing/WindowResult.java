package dev.frameloom.editing;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.WindowOutcome;
import java.util.List;

/**
 * All that is published about a window, in one transaction.
 *
 * @param frames edited frames, ascending
 * @param outcome what became of the window
 * @param deadLetters what could not be processed on the way
 */
public record WindowResult(
    List<EditedFrame> frames, WindowOutcome outcome, List<DeadLetter> deadLetters) {

  public WindowResult {
    frames = List.copyOf(frames);
    deadLetters = List.copyOf(deadLetters);
  }

  /** Bytes of the pictures. */
  long bytes() {
    return frames.stream().mapToLong(frame -> frame.getImage().remaining()).sum();
  }
}

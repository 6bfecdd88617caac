package dev.frameloom.windowing;

import java.util.List;
import java.util.Optional;

/**
 * The sequences that a window or its outcome answers for, as a record claims them: few enough to be
 * gone through, and each of them in its place.
 */
public final class SequenceSpan {

  /** As many as windowing makes of the largest edit: frames, and sequences that are missing. */
  public static final int MAX = EditSpecs.MAX_WINDOW_FRAMES + WindowAssembler.DEFAULT_MAX_GAP;

  private SequenceSpan() {}

  /** What is wrong with a span, for people; empty where nothing is. */
  public static Optional<String> problem(long first, long last) {
    if (!Sequences.isLegal(first) || !Sequences.isLegal(last)) {
      return Optional.of(
          "expected sequences of 0 to %d, found %d to %d".formatted(Sequences.MAX, first, last));
    }
    if (last < first || last - first >= MAX) {
      return Optional.of(
          "expected 1 to %d sequences, found those of %d to %d".formatted(MAX, first, last));
    }
    return Optional.empty();
  }

  /** Whether sequences ascend and lie within a span. */
  public static boolean holds(long first, long last, List<Long> sequences) {
    long before = first - 1;
    for (long sequence : sequences) {
      if (sequence <= before || sequence > last) {
        return false;
      }
      before = sequence;
    }
    return true;
  }
}

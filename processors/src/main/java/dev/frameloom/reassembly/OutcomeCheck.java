package dev.frameloom.reassembly;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.windowing.EditSpecs;
import dev.frameloom.windowing.SequenceSpan;
import java.util.Optional;

/**
 * Whether an outcome can be one that editing wrote: each sequence that it answers for is a frame or
 * a gap. What is in an outcome gets into the state, so it is looked at before.
 */
final class OutcomeCheck {

  private OutcomeCheck() {}

  /** What is wrong with an outcome, for people; empty where nothing is. */
  static Optional<String> problem(String key, WindowOutcome outcome) {
    EditSpec edit = outcome.getEdit();
    Optional<String> found =
        EditSpecs.problem(edit)
            .or(() -> EditSpecs.keyProblem(key, edit.getStreamId(), edit.getEditId()))
            .or(() -> SequenceSpan.problem(outcome.getFirstSequence(), outcome.getLastSequence()));
    if (found.isPresent()) {
      return found;
    }
    long first = outcome.getFirstSequence();
    long last = outcome.getLastSequence();
    int gaps = outcome.getGaps().size();
    if (outcome.getWindowIndex() < 0) {
      return Optional.of("expected a window from 0 on, found " + outcome.getWindowIndex());
    }
    if (!SequenceSpan.holds(first, last, outcome.getGaps())) {
      return Optional.of(
          "expected gaps that ascend within %d to %d, found others".formatted(first, last));
    }
    if (outcome.getFramesPublished() != last - first + 1 - gaps) {
      return Optional.of(
          "expected a frame or a gap for each of %d to %d, found %d frames and %d gaps"
              .formatted(first, last, outcome.getFramesPublished(), gaps));
    }
    int times = outcome.getGapCaptureTimesUs().size();
    if (times != 0 && times != gaps) {
      return Optional.of("expected a time for each of %d gaps, found %d".formatted(gaps, times));
    }
    return TimeCheck.problem(outcome.getGapCaptureTimesUs());
  }
}

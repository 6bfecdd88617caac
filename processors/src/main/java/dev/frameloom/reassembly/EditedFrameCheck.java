package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.windowing.EditSpecs;
import dev.frameloom.windowing.Sequences;
import java.util.List;
import java.util.Optional;

/** Whether an edited frame can be one that editing wrote. */
final class EditedFrameCheck {

  private EditedFrameCheck() {}

  /** What is wrong with an edited frame, for people; empty where nothing is. */
  static Optional<String> problem(String key, EditedFrame frame) {
    Optional<String> found = EditSpecs.keyProblem(key, frame.getStreamId(), frame.getEditId());
    if (found.isPresent()) {
      return found;
    }
    if (!Sequences.isLegal(frame.getSequence())) {
      return Optional.of(
          "expected a sequence of 0 to %d, found %d".formatted(Sequences.MAX, frame.getSequence()));
    }
    if (frame.getWindowIndex() < 0 || frame.getRevision() < 1) {
      return Optional.of(
          "expected a window from 0 and a revision from 1 on, found %d and %d"
              .formatted(frame.getWindowIndex(), frame.getRevision()));
    }
    if (frame.getDurationUs() < 0) {
      return Optional.of("expected a duration from 0 us on, found " + frame.getDurationUs());
    }
    return TimeCheck.problem(List.of(frame.getCaptureTimeUs(), frame.getDurationUs()));
  }
}

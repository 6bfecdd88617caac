package dev.frameloom.windowing;

import dev.frameloom.avro.Frame;
import dev.frameloom.schemas.Keys;
import java.util.Optional;

/** What a frame's record has to say of itself before anything is made of it. */
final class FrameCheck {

  private FrameCheck() {}

  /** What is wrong with a frame, for people; empty where nothing is. */
  static Optional<String> problem(String key, Frame frame) {
    if (!Keys.isLegalId(frame.getStreamId())) {
      return Optional.of(
          "streamId '%s': expected 1 to %d characters without '/' and control characters"
              .formatted(frame.getStreamId(), Keys.MAX_ID_LENGTH));
    }
    if (key != null && !frame.getStreamId().equals(key)) {
      return Optional.of(
          "expected the stream's id as key, %s, found %s".formatted(frame.getStreamId(), key));
    }
    if (!Sequences.isLegal(frame.getSequence())) {
      return Optional.of(
          "expected a sequence of 0 to %d, found %d".formatted(Sequences.MAX, frame.getSequence()));
    }
    if (!Sequences.isLegalTime(frame.getCaptureTimeUs())) {
      return Optional.of(
          "frame %d: expected a capture time within %d us of 0, found %d"
              .formatted(frame.getSequence(), Sequences.MAX_TIME_US, frame.getCaptureTimeUs()));
    }
    if (frame.getDurationUs() < 0 || frame.getDurationUs() > Sequences.MAX_TIME_US) {
      return Optional.of(
          "frame %d: expected a duration of 0 to %d us, found %d"
              .formatted(frame.getSequence(), Sequences.MAX_TIME_US, frame.getDurationUs()));
    }
    return Optional.empty();
  }
}

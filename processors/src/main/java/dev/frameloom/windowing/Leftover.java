package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.deadletter.DeadLetterReason;
import java.util.Optional;

/** What a frame was to the edits of its stream, the worst last. */
enum Leftover {
  /** Each took it, or begins behind it. */
  NONE,
  /** One had a frame of its sequence already. */
  DUPLICATE,
  /** One had given up its sequence. */
  LATE;

  /** Why a frame was left out, and what to do. */
  record Letter(DeadLetterReason reason, String message) {}

  Leftover or(Leftover other) {
    return other.compareTo(this) > 0 ? other : this;
  }

  /**
   * What is to be said about a frame; nothing where it was taken, or is the very one that came
   * before.
   *
   * @param before the frame that had its sequence last, where it is remembered
   * @param highest the highest sequence that came
   */
  Optional<Letter> letter(
      Frame frame, Optional<ArrivedFrame> before, ArrivedFrame now, long highest) {
    String restart =
        "a producer that begins again has to number on from %d, or take another stream id"
            .formatted(highest + 1);
    return switch (this) {
      case NONE -> Optional.empty();
      case DUPLICATE ->
          before.filter(known -> isSame(known, now)).isPresent()
              ? Optional.empty()
              : Optional.of(
                  new Letter(
                      DeadLetterReason.REPEATED_SEQUENCE,
                      "another frame of stream %s had the sequence %d before this one, which was captured at %d us; %s"
                          .formatted(
                              frame.getStreamId(),
                              frame.getSequence(),
                              frame.getCaptureTimeUs(),
                              restart)));
      case LATE ->
          Optional.of(
              new Letter(
                  DeadLetterReason.LATE_FRAME,
                  "frame %d of stream %s came after it was given up; raise the edit's graceFrames or maxDelayMs; %s"
                      .formatted(frame.getSequence(), frame.getStreamId(), restart)));
    };
  }

  /** Whether a frame was sent twice; a restarted producer's has another time, or other bytes. */
  private static boolean isSame(ArrivedFrame before, ArrivedFrame now) {
    boolean knowsBytes = before.getImageCrc() >= 0;
    return before.getRef().getCaptureTimeUs() == now.getRef().getCaptureTimeUs()
        && (!knowsBytes || before.getImageCrc() == now.getImageCrc());
  }
}

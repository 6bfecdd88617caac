package dev.frameloom.reassembly;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.WindowOutcome;
import java.nio.ByteBuffer;
import java.util.List;

/** Edited frames and outcomes for tests. */
final class Edited {

  static final long INTERVAL_US = 40_000;

  private Edited() {}

  static EditedFrame frame(long sequence) {
    return frame(sequence, 1, false);
  }

  /** A frame whose picture is its sequence. */
  static EditedFrame frame(long sequence, int revision, boolean endOfStream) {
    return new EditedFrame(
        "clip",
        "sketch",
        revision,
        0L,
        sequence,
        sequence * INTERVAL_US,
        0L,
        64,
        48,
        ImageEncoding.JPEG,
        ByteBuffer.allocate(8).putLong(0, sequence),
        FrameOrigin.KEYFRAME,
        endOfStream);
  }

  /** The sequence of the frame that a picture was made for. */
  static long picture(EditedFrame frame) {
    return frame.getImage().getLong(0);
  }

  static WindowOutcome.Builder outcome(
      GapPolicy policy, long index, long first, long last, Long... gaps) {
    EditSpec edit =
        EditSpec.newBuilder()
            .setStreamId("clip")
            .setEditId("sketch")
            .setRevision(1)
            .setPrompt("a pencil sketch")
            .setGapPolicy(policy)
            .setGapDeadlineMs(5000)
            .build();
    return WindowOutcome.newBuilder()
        .setEdit(edit)
        .setWindowIndex(index)
        .setStatus(OutcomeStatus.EDITED)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setFramesPublished((int) (last - first + 1 - gaps.length))
        .setKeyframes(2)
        .setGaps(List.of(gaps));
  }
}

package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.KnownGap;
import dev.frameloom.windowing.Sequences;

/** Edited frames made of others; pictures are shared, not copied. */
final class EditedFrames {

  private EditedFrames() {}

  /** The same frame, marked as the stream's last or not. */
  static EditedFrame marked(EditedFrame frame, boolean endOfStream) {
    if (frame.getEndOfStream() == endOfStream) {
      return frame;
    }
    return copy(
        frame,
        frame.getRevision(),
        frame.getWindowIndex(),
        frame.getSequence(),
        frame.getCaptureTimeUs(),
        frame.getOrigin(),
        endOfStream);
  }

  /**
   * The picture of another frame in the place of a gap.
   *
   * @param intervalUs time between frames, where {@code source} doesn't know how long it is shown
   */
  static EditedFrame held(EditedFrame source, KnownGap gap, long intervalUs, boolean endOfStream) {
    long time = gap.getCaptureTimeUs();
    if (time < 0) {
      long step = source.getDurationUs() > 0 ? source.getDurationUs() : Math.max(1, intervalUs);
      long distance = gap.getSequence() - source.getSequence();
      time = Math.max(0, source.getCaptureTimeUs() + saturatedProduct(distance, step));
    }
    return copy(
        source,
        gap.getRevision(),
        gap.getWindowIndex(),
        gap.getSequence(),
        time,
        FrameOrigin.HELD,
        endOfStream);
  }

  /** Far enough within the bounds of times that it can be added to one. */
  private static long saturatedProduct(long distance, long step) {
    double product = (double) distance * step;
    if (Math.abs(product) < Sequences.MAX_TIME_US) {
      return distance * step;
    }
    return product < 0 ? -Sequences.MAX_TIME_US : Sequences.MAX_TIME_US;
  }

  private static EditedFrame copy(
      EditedFrame frame,
      int revision,
      long windowIndex,
      long sequence,
      long captureTimeUs,
      FrameOrigin origin,
      boolean endOfStream) {
    return new EditedFrame(
        frame.getStreamId(),
        frame.getEditId(),
        revision,
        windowIndex,
        sequence,
        captureTimeUs,
        frame.getDurationUs(),
        frame.getWidth(),
        frame.getHeight(),
        frame.getEncoding(),
        frame.getImage().duplicate(),
        origin,
        endOfStream);
  }
}

package dev.frameloom.ingest;

import java.util.Optional;

/**
 * Where publishing begins, after what was published of the stream before. A source that can be read
 * again is read again, and must show the same last frame; a live one can't be, so that its frames
 * follow in sequence and time.
 */
final class ResumePoint {

  private final String streamId;
  private final Optional<StreamPosition> last;
  private final boolean live;

  /** After the last published frame, if any, of a stream that has not ended. */
  ResumePoint(String streamId, Optional<StreamPosition> last, boolean live) {
    this.streamId = streamId;
    this.last = last;
    this.live = live;
    if (last.isPresent() && last.get().ended()) {
      throw new PublishException(
          "stream %s is complete: %d frames were published and its end was marked; publish under another stream id"
              .formatted(streamId, last.get().sequence() + 1));
    }
  }

  /** Sequence of the source's frame at an index. */
  long sequence(long index) {
    return live ? firstSequence() + index : index;
  }

  /** Sequence of the first frame that is published now. */
  long firstSequence() {
    return last.map(position -> position.sequence() + 1).orElse(0L);
  }

  /** What is added to a live source's times so that they follow the published ones. */
  long shiftUs(long firstCaptureTimeUs) {
    if (!live || last.isEmpty()) {
      return 0;
    }
    long followsUs = last.get().captureTimeUs() + Math.max(1, last.get().durationUs());
    return Math.max(0, followsUs - firstCaptureTimeUs);
  }

  /** Whether the source's frame at an index was published before. */
  boolean wasPublished(long index) {
    return !live && index < firstSequence();
  }

  /** Refuses a source whose frame is not the one that was published last. */
  void requireSame(EncodedFrame frame) {
    if (last.isPresent() && frame.index() == last.get().sequence() && !last.get().matches(frame)) {
      throw new PublishException(
          "stream %s holds %d frames of another source or of other options: its frame %d was captured at %d us, this source's at %d us%s; publish under another stream id"
              .formatted(
                  streamId,
                  firstSequence(),
                  frame.index(),
                  last.get().captureTimeUs(),
                  frame.captureTimeUs(),
                  last.get().captureTimeUs() == frame.captureTimeUs()
                      ? " and looks different"
                      : ""));
    }
  }

  /** Refuses a source that ends before what was published. */
  void requireReached(long frames) {
    if (!live && frames < firstSequence()) {
      throw new PublishException(
          "stream %s holds %d frames, this source only %d: it is another one; publish under another stream id"
              .formatted(streamId, firstSequence(), frames));
    }
  }
}

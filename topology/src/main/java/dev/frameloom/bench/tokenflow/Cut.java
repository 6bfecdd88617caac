package dev.frameloom.bench.tokenflow;

import java.util.ArrayList;
import java.util.List;

/** How frames are cut into windows. */
enum Cut {
  /** As a stream's: neighbours share a keyframe, and all have the stream's first frame. */
  STREAM,
  /** With the same frames to publish, but each by itself: nothing is shared. */
  ALONE,
  /** All frames are one window. */
  WHOLE;

  /**
   * Frames of a window.
   *
   * @param anchor the frame that gives the common appearance
   * @param first frame of the window
   * @param end the frame after its last
   * @param publishFrom index in the window of the first frame that it publishes
   */
  record Span(int anchor, int first, int end, int publishFrom) {

    int length() {
      return end - first;
    }

    int published() {
      return length() - publishFrom;
    }
  }

  /**
   * Cuts.
   *
   * @param cut how
   * @param interval frames from one keyframe to the next
   * @param keyframes of a full window
   */
  record Windows(Cut cut, int interval, int keyframes) {

    /** Windows that publish each of so many frames once, in order. */
    List<Span> of(int frames) {
      if (cut == WHOLE) {
        return List.of(new Span(0, 0, frames, 0));
      }
      List<Span> spans = new ArrayList<>();
      int full = (keyframes - 1) * interval + 1;
      for (int first = 0; spans.isEmpty() || first < frames - 1; first += full - 1) {
        int end = Math.min(first + full, frames);
        int before = spans.isEmpty() ? 0 : 1;
        spans.add(
            cut == STREAM
                ? new Span(0, first, end, before)
                : new Span(first + before, first + before, end, 0));
      }
      return spans;
    }
  }
}

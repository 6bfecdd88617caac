package dev.frameloom.windowing;

import java.time.Duration;

/**
 * Settings of windowing.
 *
 * @param backlogFrames how far an edit reaches back: frames (pointers and thumbnails, 4 KB each)
 *     that are remembered of each stream, so that an edit that is seen a moment after the frames
 *     that it was published before still gets them
 * @param backlogRetention how long they are remembered of a stream that no frame comes of
 * @param tickInterval how often idle windows are looked for
 * @param maxSequenceJump how far beyond the expected sequence a frame is believed by itself
 * @param maxPixels most pixels that the picture of a frame may declare
 * @param maxEditsPerStream edits that a stream may have at a time: each frame costs work for each
 */
public record WindowingConfig(
    int backlogFrames,
    Duration backlogRetention,
    Duration tickInterval,
    long maxSequenceJump,
    long maxPixels,
    int maxEditsPerStream) {

  public WindowingConfig {
    if (backlogFrames < 1 || tickInterval.toMillis() < 1 || backlogRetention.toMillis() < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 backlog frame and 1 ms, found %d, %s and %s"
              .formatted(backlogFrames, backlogRetention, tickInterval));
    }
    if (maxSequenceJump < 1 || maxPixels < 1 || maxEditsPerStream < 1) {
      throw new IllegalArgumentException(
          "expected bounds of at least 1, found jumps of %d, %d pixels and %d edits"
              .formatted(maxSequenceJump, maxPixels, maxEditsPerStream));
    }
  }

  /** 256 frames, ten minutes, 100 ms, jumps of 1,000, 64 megapixels, 32 edits. */
  public static WindowingConfig defaults() {
    return new WindowingConfig(
        256,
        Duration.ofMinutes(10),
        Duration.ofMillis(100),
        WindowAssembler.DEFAULT_MAX_JUMP,
        1L << 26,
        32);
  }

  /** The same with another backlog, kept so long. */
  public WindowingConfig withBacklog(int frames, Duration retention) {
    return new WindowingConfig(
        frames, retention, tickInterval, maxSequenceJump, maxPixels, maxEditsPerStream);
  }
}

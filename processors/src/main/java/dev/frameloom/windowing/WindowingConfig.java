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
 */
public record WindowingConfig(int backlogFrames, Duration backlogRetention, Duration tickInterval) {

  public WindowingConfig {
    if (backlogFrames < 1 || tickInterval.toMillis() < 1 || backlogRetention.toMillis() < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 backlog frame and 1 ms, found %d, %s and %s"
              .formatted(backlogFrames, backlogRetention, tickInterval));
    }
  }

  /** 256 frames, ten minutes, 100 ms. */
  public static WindowingConfig defaults() {
    return new WindowingConfig(256, Duration.ofMinutes(10), Duration.ofMillis(100));
  }
}

package dev.frameloom.editing;

import java.time.Duration;

/**
 * Bounds of a {@link KafkaFrameFetcher}.
 *
 * @param timeout how long the frames of one window may take to be read, all together
 * @param maxWindowBytes bytes that the frames of one window may have
 * @param cacheBytes bytes of records that are kept for the next window
 */
public record FetchLimits(Duration timeout, long maxWindowBytes, long cacheBytes) {

  public FetchLimits {
    if (timeout.isNegative() || maxWindowBytes < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "expected no negative time and bounds, found %s, %d, %d"
              .formatted(timeout, maxWindowBytes, cacheBytes));
    }
  }
}

package dev.frameloom.editing;

import java.time.Duration;

/**
 * Bounds of a {@link GpuScheduler}.
 *
 * @param maxQueued windows of each task that wait for a device; the rest stay in its store
 * @param maxResults results that wait to be published; workers pause at that many
 * @param maxResultBytes bytes of their pictures; a result that is larger by itself is let through
 * @param retryPause pause before a window is tried again after a failure of the surroundings
 */
public record SchedulerLimits(
    int maxQueued, int maxResults, long maxResultBytes, Duration retryPause) {

  public SchedulerLimits {
    if (maxQueued < 1 || maxResults < 1 || maxResultBytes < 1 || retryPause.isNegative()) {
      throw new IllegalArgumentException(
          "expected bounds of at least 1 and no negative pause, found %d, %d, %d, %s"
              .formatted(maxQueued, maxResults, maxResultBytes, retryPause));
    }
  }

  /** 1,024 windows a task, 64 results of 256 MiB, one second. */
  public static SchedulerLimits defaults() {
    return new SchedulerLimits(1024, 64, 256L << 20, Duration.ofSeconds(1));
  }
}

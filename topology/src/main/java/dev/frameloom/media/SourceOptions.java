package dev.frameloom.media;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What part of a source is read, and how.
 *
 * @param size size of the frames; empty keeps the source's
 * @param maxFrames no more frames than this are given; {@link Long#MAX_VALUE} for all
 * @param start frames shown before this time from the source's beginning are left out
 * @param fps frames per second: other sources are resampled to it by their timestamps (a frame is
 *     repeated or left out, never blended), picture sequences and cameras are read at it
 */
public record SourceOptions(
    Optional<FrameSize> size, long maxFrames, Duration start, OptionalDouble fps) {

  public SourceOptions {
    if (maxFrames < 1) {
      throw new IllegalArgumentException("maximum of " + maxFrames + " frames: at least 1");
    }
    if (start.isNegative()) {
      throw new IllegalArgumentException("start " + start + " is before the beginning");
    }
    if (fps.isPresent() && !(fps.getAsDouble() > 0 && fps.getAsDouble() <= 1000)) {
      throw new IllegalArgumentException(
          fps.getAsDouble() + " frames per second: more than 0, at most 1000");
    }
  }

  /** All of the source as it is. */
  public static SourceOptions all() {
    return new SourceOptions(
        Optional.empty(), Long.MAX_VALUE, Duration.ZERO, OptionalDouble.empty());
  }

  /** With frames of a size. */
  public SourceOptions withSize(FrameSize wanted) {
    return new SourceOptions(Optional.of(wanted), maxFrames, start, fps);
  }

  /** With at most so many frames. */
  public SourceOptions withMaxFrames(long frames) {
    return new SourceOptions(size, frames, start, fps);
  }

  /** From a time on. */
  public SourceOptions withStart(Duration from) {
    return new SourceOptions(size, maxFrames, from, fps);
  }

  /** At so many frames per second. */
  public SourceOptions withFps(double framesPerSecond) {
    return new SourceOptions(size, maxFrames, start, OptionalDouble.of(framesPerSecond));
  }
}

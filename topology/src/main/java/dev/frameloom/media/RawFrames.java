package dev.frameloom.media;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decoded frames in the decoder's pixel format: what differs between kinds of sources. */
interface RawFrames extends AutoCloseable {

  /** The next frame, valid until the next call, or empty at the end. */
  Optional<RawFrame> next();

  /** Codec or kind, for people. */
  String codec();

  /** Nominal frames per second; 0 where unknown. */
  double frameRate();

  /** How many frames the whole source has; 0 where unknown. */
  long frameCount();

  /** When the last frame's time is over, microseconds; empty where the source does not say. */
  default OptionalLong endUs() {
    return OptionalLong.empty();
  }

  /** Whether frames arrive at their own pace. */
  default boolean live() {
    return false;
  }

  /** What was odd so far. */
  default List<String> warnings() {
    return List.of();
  }

  @Override
  void close();
}

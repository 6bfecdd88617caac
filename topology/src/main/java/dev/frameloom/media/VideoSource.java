package dev.frameloom.media;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Frames in presentation order, read one at a time. Not thread-safe; close it on the thread that
 * reads it.
 */
public interface VideoSource extends AutoCloseable {

  /** What is known beforehand. */
  VideoInfo info();

  /**
   * The next frame, or empty at the end, and ever after.
   *
   * @throws MediaException if a live source fails, or if a file does so that nothing follows
   */
  Optional<VideoFrame> next();

  /** What was odd so far (truncation, damaged frames, changed sizes), for people; often empty. */
  List<String> warnings();

  /** When the last frame's time is over, microseconds; empty where the source does not say. */
  default OptionalLong endUs() {
    return OptionalLong.empty();
  }

  @Override
  void close();
}

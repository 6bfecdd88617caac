package dev.frameloom.media;

import java.util.List;

/**
 * Where frames are written, in order. Not thread-safe. Closing finishes the file, also after a
 * failure or in the middle of a stream: what was written until then plays.
 */
public interface VideoSink extends AutoCloseable {

  /**
   * Writes a frame.
   *
   * @throws IllegalArgumentException if it is not later than the one before, or of another size
   * @throws MediaException if it can't be written, for instance because the disk is full
   */
  void write(VideoFrame frame);

  /** FFmpeg's name of the encoder that makes the file, for instance {@code libopenh264}. */
  String encoder();

  /** What the file has other than asked for (padding, left-out sound), for people. */
  List<String> notes();

  /**
   * Finishes the file; again without effect.
   *
   * @throws MediaException if the file can't be finished
   */
  @Override
  void close();
}

package dev.frameloom.media;

import java.util.List;

/**
 * Where frames are written, in order. Not thread-safe. The file is written beside its place, and
 * takes it when it is {@linkplain #complete complete}. Closing without that, as after a failure,
 * makes what was written until then play: that takes the place only where nothing else is, and
 * another name beside an earlier result.
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

  /**
   * All frames that there will be were written: finishes the file and puts it in its place.
   *
   * @throws MediaException if that can't be done
   */
  void complete();

  /** What the file has other than asked for (padding, left-out sound), for people. */
  List<String> notes();

  /**
   * Finishes the file; again without effect.
   *
   * @throws MediaException if the file can't be finished, or if it was not complete and is not
   *     where it was to be
   */
  @Override
  void close();
}

package dev.frameloom.media;

import java.nio.file.Path;

/** Opens files to write videos to. */
public final class VideoSinks {

  private VideoSinks() {}

  /**
   * Says, without touching a file, where it could not be written in any case.
   *
   * @throws MediaException if its kind is unknown, or if there is no such encoder
   */
  public static void check(Path file, SinkOptions options) {
    if (!PictureSequenceSink.isNumbered(file)) {
      Encoders.choose(file, options.encoder());
    }
  }

  /**
   * Opens a file for writing, and replaces what is there. Its ending says what it will be: {@code
   * .mp4}, {@code .m4v}, {@code .mov} and {@code .mkv} hold H.264, {@code .webm} VP9 (or what the
   * options' encoder makes); a numbered picture ({@code frames/%05d.png} or {@code .jpg}) writes
   * one file per frame.
   *
   * @throws MediaException if it can't be written, or if there is no such encoder
   */
  public static VideoSink open(Path file, SinkOptions options) {
    return PictureSequenceSink.isNumbered(file)
        ? new PictureSequenceSink(file, options)
        : new MovieSink(file, options);
  }
}

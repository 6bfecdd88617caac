package dev.frameloom.media;

import java.nio.file.Path;

/** Opens files to write videos to. */
public final class VideoSinks {

  private VideoSinks() {}

  /**
   * Finds out, without touching a file, whether frames can be written to it: with the real encoder,
   * kind of file and sound.
   *
   * @param width of the frames
   * @param height of the frames
   * @param frameRate frames per second, or 0 where that is not known
   * @throws MediaException if they can't; it says what the limit is, and which flag mends it
   */
  public static void rehearse(
      Path file, SinkOptions options, int width, int height, double frameRate) {
    if (NumberedName.isOne(file)) {
      PictureSequenceSink.requireNoEncoder(file, options);
    } else {
      Encoders.choose(file, options.encoder());
      Rehearsal.of(file, options, width, height, frameRate);
    }
  }

  /**
   * Opens a file for writing; it takes the place of what is there when it is complete (see {@link
   * VideoSink}). Its ending says what it will be: {@code .mp4}, {@code .m4v}, {@code .mov} and
   * {@code .mkv} hold H.264, {@code .webm} VP9 (or what the options' encoder makes); a numbered
   * picture ({@code frames/%05d.png} or {@code .jpg}) writes one file per frame; a percent sign of
   * such a name is written twice.
   *
   * @throws MediaException if it can't be written, or if there is no such encoder
   */
  public static VideoSink open(Path file, SinkOptions options) {
    if (NumberedName.isOne(file)) {
      return new PictureSequenceSink(file, options);
    }
    Encoders.choose(file, options.encoder()); // said before a file is made
    return new MovieSink(file, ResultFile.at(file), options);
  }
}

package dev.frameloom.media;

import dev.frameloom.image.Picture;
import java.nio.file.Path;

/**
 * A video of one black frame, written as the real one will be, with its sound, to a scratch file:
 * so that what encoder and container can't do is known before there are frames.
 */
final class Rehearsal {

  private Rehearsal() {}

  static void of(Path file, SinkOptions options, int width, int height, double frameRate) {
    long durationUs = frameRate > 0 ? Math.round(Ffmpeg.MICROS / frameRate) : 0;
    Picture black = new Picture(width, height, new byte[3 * width * height]);
    try (MovieSink sink = new MovieSink(file, ResultFile.rehearsed(file), options)) {
      sink.write(new VideoFrame(black, 0, durationUs));
      sink.requireTimes(durationUs);
      sink.complete();
    }
  }
}

package dev.frameloom.sample;

import dev.frameloom.media.MediaException;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the sample scene as a clip with sound. */
public final class SampleClip {

  private static final int FRAMES_PER_SECOND = 24;

  private SampleClip() {}

  /**
   * Writes so many frames.
   *
   * @throws MediaException where the file can't be written
   */
  public static void write(Path file, int width, int height, int frames) {
    Path sound = null;
    try {
      sound = Files.createTempFile("frameloom-sound", ".m4a");
      SampleSound.write(sound, frames / (double) FRAMES_PER_SECOND);
      SampleScene scene = new SampleScene(width, height);
      SinkOptions options =
          SinkOptions.defaults().withFrameRate(FRAMES_PER_SECOND).withAudioFrom(sound);
      try (VideoSink sink = VideoSinks.open(file, options)) {
        for (int i = 0; i < frames; i++) {
          sink.write(new VideoFrame(scene.frame(i), time(i), time(i + 1) - time(i)));
        }
        sink.complete();
      }
    } catch (IOException e) {
      throw new MediaException("the sample clip can't be written to " + file, e);
    } finally {
      delete(sound);
    }
  }

  private static long time(int frame) {
    return frame * 1_000_000L / FRAMES_PER_SECOND;
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // a file in the temporary folder is left behind
    }
  }
}

package dev.frameloom.media;

import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A few frames from all over a clip.
 *
 * @param index in the clip, from 0
 * @param picture of the clip's size
 */
public record SpreadFrames(long index, Picture picture) {

  /**
   * The middle frames of so many equal parts of a clip, or all frames of a shorter one. The clip is
   * read twice, because what a file says of its length need not be so.
   *
   * @param location a clip that can be read again
   * @param count at least 1
   * @throws MediaException where it can't be read
   */
  public static List<SpreadFrames> of(String location, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("expected 1 frame or more, found " + count);
    }
    long total = length(location);
    List<SpreadFrames> frames = new ArrayList<>();
    long parts = Math.min(count, total);
    try (VideoSource source = VideoSources.open(location, SourceOptions.all())) {
      long index = 0;
      for (long part = 0; part < parts; part++) {
        long wanted = (2 * part + 1) * total / (2 * parts);
        Optional<VideoFrame> frame = source.next();
        for (; index < wanted && frame.isPresent(); index++) {
          frame = source.next();
        }
        frame.ifPresent(it -> frames.add(new SpreadFrames(wanted, it.picture())));
        index++;
      }
    }
    return frames;
  }

  private static long length(String location) {
    try (VideoSource source = VideoSources.open(location, SourceOptions.all())) {
      long frames = 0;
      while (source.next().isPresent()) {
        frames++;
      }
      return frames;
    }
  }
}

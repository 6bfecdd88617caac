package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.media.MediaException;
import dev.frameloom.media.SourceOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSource;
import dev.frameloom.media.VideoSources;
import dev.frameloom.sample.SampleScene;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Frames of a clip, squares of one size.
 *
 * @param name what tables and pictures are named after; of several clips each has its own
 * @param frames in order, at least two
 */
record BenchClip(String name, List<Picture> frames) {

  /** What {@code frameloom sample} renders, and the file in {@code samples} holds. */
  private static final int SAMPLE_WIDTH = 384;

  private static final int SAMPLE_HEIGHT = 256;
  private static final int SAMPLE_FRAMES = 96;

  BenchClip {
    frames = List.copyOf(frames);
    if (frames.size() < 2) {
      throw new MediaException(
          name + " has " + frames.size() + " frames; what moves needs two at least");
    }
  }

  /**
   * Reads clips, or renders the sample where none is named.
   *
   * @param most frames of each; shorter clips have fewer
   */
  static List<BenchClip> all(List<Path> files, int size, int most) {
    if (files.isEmpty()) {
      return List.of(sample(size, most));
    }
    List<BenchClip> clips = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files) {
      String plain = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
      String name = plain;
      for (int number = 2; !names.add(name); number++) {
        name = plain + "-" + number;
      }
      clips.add(read(file, name, size, most));
    }
    return clips;
  }

  private static BenchClip sample(int size, int most) {
    SampleScene scene = new SampleScene(SAMPLE_WIDTH, SAMPLE_HEIGHT);
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < Math.min(most, SAMPLE_FRAMES); i++) {
      frames.add(square(scene.frame(i), size));
    }
    return new BenchClip("rolling-wheel", frames);
  }

  private static BenchClip read(Path file, String name, int size, int most) {
    List<Picture> frames = new ArrayList<>();
    try (VideoSource source =
        VideoSources.open(file.toString(), SourceOptions.all().withMaxFrames(most))) {
      for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        frames.add(square(frame.get().picture(), size));
      }
    }
    return new BenchClip(name, frames);
  }

  private static Picture square(Picture picture, int size) {
    return Pictures.resize(Pictures.centreSquare(picture), size, size);
  }

  /** A frame of an endless stream: the clip forward, then backward, and so on. */
  Picture frame(int index) {
    int last = frames.size() - 1;
    int within = index % (2 * last);
    return frames.get(within <= last ? within : 2 * last - within);
  }
}

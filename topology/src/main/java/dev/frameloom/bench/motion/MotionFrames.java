package dev.frameloom.bench.motion;

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
import java.util.List;
import java.util.Optional;

/**
 * Neighbouring frames to measure with, and edits of them. Square, so that a size is one number.
 *
 * @param pictures at least two, of one size
 * @param edits of each of them: its negative, which has the same motion and other colours
 */
record MotionFrames(List<Picture> pictures, List<Picture> edits) {

  /** An interval between two keyframes, both of them in it. */
  static final int COUNT = 11;

  MotionFrames {
    pictures = List.copyOf(pictures);
    edits = List.copyOf(edits);
    if (pictures.size() < 2 || edits.size() != pictures.size()) {
      throw new IllegalArgumentException(
          "expected at least two frames, and an edit of each, found %d and %d"
              .formatted(pictures.size(), edits.size()));
    }
  }

  /** Frames of the sample scene. */
  static MotionFrames sample(int size) {
    SampleScene scene = new SampleScene(size, size);
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      pictures.add(scene.frame(i));
    }
    return of(pictures);
  }

  /**
   * The first frames of a clip, their middle squares scaled.
   *
   * @throws MediaException where it can't be read, or has only one frame
   */
  static MotionFrames of(Path clip, int size) {
    List<Picture> pictures = new ArrayList<>();
    try (VideoSource source =
        VideoSources.open(clip.toString(), SourceOptions.all().withMaxFrames(COUNT))) {
      for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        Picture square = Pictures.centreSquare(frame.get().picture());
        pictures.add(Pictures.resize(square, size, size));
      }
    }
    if (pictures.size() < 2) {
      throw new MediaException(
          clip + " has " + pictures.size() + " frames; motion needs two at least");
    }
    return of(pictures);
  }

  private static MotionFrames of(List<Picture> pictures) {
    return new MotionFrames(pictures, pictures.stream().map(MotionFrames::negative).toList());
  }

  private static Picture negative(Picture picture) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ~rgb[i];
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  int size() {
    return pictures.get(0).width();
  }

  /** A frame; after the last one comes the first again. */
  Picture picture(int index) {
    return pictures.get(index % pictures.size());
  }

  /** Its edit. */
  Picture edit(int index) {
    return edits.get(index % edits.size());
  }
}

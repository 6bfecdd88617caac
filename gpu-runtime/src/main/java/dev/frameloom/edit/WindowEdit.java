package dev.frameloom.edit;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import java.util.List;

/**
 * All that editing a window may depend on.
 *
 * @param parameters what is asked for
 * @param anchor first frame of the edit revision; may be one of the frames
 * @param frames the window's frames in order of sequence, both boundary keyframes included, all of
 *     one size
 * @param keyframes indexes into frames, ascending; the first and the last frame are keyframes
 * @param publishFrom index of the first frame that is wanted in the result; those before it are
 *     there for continuity only
 */
public record WindowEdit(
    EditParameters parameters,
    SourceFrame anchor,
    List<SourceFrame> frames,
    List<Integer> keyframes,
    int publishFrom) {

  public WindowEdit {
    frames = List.copyOf(frames);
    keyframes = List.copyOf(keyframes);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a window needs at least one frame");
    }
    for (int i = 1; i < frames.size(); i++) {
      if (frames.get(i).sequence() <= frames.get(i - 1).sequence()) {
        throw new IllegalArgumentException(
            "frames must ascend by sequence: found "
                + frames.get(i).sequence()
                + " after "
                + frames.get(i - 1).sequence());
      }
    }
    if (keyframes.isEmpty()
        || keyframes.get(0) != 0
        || keyframes.get(keyframes.size() - 1) != frames.size() - 1) {
      throw new IllegalArgumentException(
          "keyframes must begin with the first frame and end with the last: expected 0 … "
              + (frames.size() - 1)
              + ", found "
              + keyframes);
    }
    for (int i = 1; i < keyframes.size(); i++) {
      if (keyframes.get(i) <= keyframes.get(i - 1)) {
        throw new IllegalArgumentException("keyframes must ascend, found " + keyframes);
      }
    }
    if (publishFrom < 0 || publishFrom > frames.size()) {
      throw new IllegalArgumentException(
          "publishFrom must be 0 to " + frames.size() + ", found " + publishFrom);
    }
  }

  /**
   * Refuses frames of different sizes.
   *
   * @throws EditException that says which
   */
  public void requireOneSize() {
    SourceFrame first = frames.get(0);
    for (SourceFrame frame : frames) {
      if (frame.picture().width() != first.picture().width()
          || frame.picture().height() != first.picture().height()) {
        throw new EditException(
            "frames of a window must have one size: frame %d is %dx%d, frame %d is %dx%d"
                .formatted(
                    first.sequence(),
                    first.picture().width(),
                    first.picture().height(),
                    frame.sequence(),
                    frame.picture().width(),
                    frame.picture().height()));
      }
    }
  }

  /** The anchor's picture in the size of the frames: it may stem from before a change of it. */
  public Picture anchorPicture() {
    Picture size = frames.get(0).picture();
    return Pictures.resize(anchor.picture(), size.width(), size.height());
  }
}

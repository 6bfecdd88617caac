package dev.frameloom.edit;

/**
 * A clip as far as the memory goes that editing it takes.
 *
 * @param width pixels
 * @param height pixels
 * @param frames of the clip, at least 1
 * @param interval frames from one keyframe to the next
 */
public record ClipSize(int width, int height, int frames, int interval) {

  public ClipSize {
    if (width < 1 || height < 1 || frames < 1 || interval < 1) {
      throw new IllegalArgumentException(
          "expected a size, frames and an interval of at least 1, found %dx%d, %d and %d"
              .formatted(width, height, frames, interval));
    }
  }
}

package dev.frameloom.evaluate;

import dev.frameloom.image.Picture;
import java.util.List;

/**
 * Frames of one clip.
 *
 * @param name for people
 * @param frames at least one, of any size
 */
public record Clip(String name, List<Frame> frames) {

  public Clip {
    frames = List.copyOf(frames);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("clip " + name + ": expected frames, found none");
    }
  }

  /**
   * A frame.
   *
   * @param index in the clip, from 0
   * @param picture as the clip has it
   */
  public record Frame(long index, Picture picture) {}
}

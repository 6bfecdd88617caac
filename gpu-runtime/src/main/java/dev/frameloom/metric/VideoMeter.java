package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import java.util.OptionalDouble;

/**
 * One figure of an edited video, measured frame by frame: memory does not grow with the video. An
 * object for one thread.
 *
 * <p>What has no value has none, instead of a number that looks like one: a frame without a
 * predecessor, two frames of which nothing can be compared, a video of no frames.
 */
public interface VideoMeter extends AutoCloseable {

  /**
   * Takes the next frame, and its edit of the same size.
   *
   * @return what this frame adds to the mean; empty where it adds nothing
   * @throws IllegalArgumentException if frame and edit differ in size
   */
  OptionalDouble add(Picture source, Picture edited);

  /**
   * Forgets the previous frame: the next one belongs to another scene. Nothing to a meter of single
   * frames.
   */
  default void cut() {}

  /** The mean of all values so far; empty before the first. */
  OptionalDouble mean();

  /** How many values the mean is of. */
  long count();

  /** Frees what the meter has of its own. */
  @Override
  default void close() {}
}

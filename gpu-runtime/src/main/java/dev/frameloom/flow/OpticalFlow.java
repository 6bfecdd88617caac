package dev.frameloom.flow;

import dev.frameloom.image.Picture;

/**
 * Finds optical flow. A pure function of the two pictures, but an object for one thread at a time:
 * it holds native buffers, which close() frees.
 */
public interface OpticalFlow extends AutoCloseable {

  /**
   * The flow from one picture to another of the same size, on the first one's grid.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  FlowField between(Picture from, Picture to);

  @Override
  void close();
}

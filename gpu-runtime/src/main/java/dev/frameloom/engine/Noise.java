package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Standard normal noise that depends on its arguments only: not on order, thread, machine or
 * device.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Noise {

  private Noise() {}

  /**
   * Noise of a frame.
   *
   * @param scope what the result is attached to
   * @param seed seed of the edit
   * @param purpose what for, as {@code start}; other purposes get independent noise
   * @param sequence sequence of the frame; 0 for noise that all frames share
   * @param shape shape of the result
   */
  public static NDArray normal(
      NDManager scope, long seed, String purpose, long sequence, long... shape) {
    throw new UnsupportedOperationException("not yet");
  }
}

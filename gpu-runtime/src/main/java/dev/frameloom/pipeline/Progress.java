package dev.frameloom.pipeline;

/** Hears of every step, on the thread that works, and may call it off. */
@FunctionalInterface
public interface Progress {

  /** Hears nothing and lets everything be done. */
  Progress NONE = (done, steps) -> true;

  /**
   * A step is done.
   *
   * @param done how many, from 1
   * @param steps how many there are
   * @return false to stop here
   */
  boolean step(int done, int steps);
}

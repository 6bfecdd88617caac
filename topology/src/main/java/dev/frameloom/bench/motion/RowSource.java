package dev.frameloom.bench.motion;

/** The rows of one part of the table. */
interface RowSource {

  /** The part's name, as {@code --parts} has it. */
  String part();

  /**
   * Measures its rows, one after the other.
   *
   * @param frames what to measure with
   * @param stopwatch takes each row
   */
  void measure(MotionFrames frames, Stopwatch stopwatch);
}

package dev.frameloom.bench.tokenflow;

import java.io.IOException;
import java.util.List;

/** One part of the bench. */
interface Part {

  /** Its name, as {@code --part} has it. */
  String name();

  /** Frames that it looks at where nobody says how many. */
  int usualFrames();

  /** How many frames of all clips together it edits, for whoever waits. */
  long work(List<BenchClip> clips);

  /**
   * Measures.
   *
   * @throws IOException where a picture can't be written, or the published code fails
   */
  List<ResultTable> measure(List<BenchClip> clips) throws IOException;
}

package dev.frameloom.bench;

import java.util.Locale;

/**
 * A row of a table.
 *
 * @param what what was measured
 * @param frames frames that went through
 * @param bytes bytes of them
 * @param nanos from the first sent to the last received
 */
record Measure(String what, long frames, long bytes, long nanos) {

  static final String HEADER =
      String.format(Locale.ROOT, "%-32s %8s %10s %10s", "", "frames", "frames/s", "MB/s");

  double framesPerSecond() {
    return frames / (nanos / 1e9);
  }

  double megabytesPerSecond() {
    return bytes / 1e6 / (nanos / 1e9);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-32s %8d %10.0f %10.1f",
        what,
        frames,
        framesPerSecond(),
        megabytesPerSecond());
  }
}

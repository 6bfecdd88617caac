package dev.frameloom.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's resident memory, as Linux counts it. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private ResidentMemory() {}

  /** Whether this system counts it, and lets the peak be started anew. */
  static boolean isKnown() {
    return Files.isReadable(STATUS) && Files.isWritable(CLEAR);
  }

  /** Bytes that work takes at its peak, beyond what is resident when it begins. */
  static long peakOf(Runnable work) {
    System.gc(); // lets go of mapped files that nobody reads any more
    try {
      Files.writeString(CLEAR, "5"); // the peak is what is resident now
      long before = bytes("VmRSS:");
      work.run();
      return bytes("VmHWM:") - before;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that are resident now. */
  static long bytes() {
    return bytes("VmRSS:");
  }

  private static long bytes(String field) {
    try {
      String line =
          Files.readAllLines(STATUS).stream()
              .filter(it -> it.startsWith(field))
              .findFirst()
              .orElseThrow();
      return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

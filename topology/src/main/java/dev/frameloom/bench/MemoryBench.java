package dev.frameloom.bench;

import dev.frameloom.restyle.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Watches a long run: a row of heap and resident memory each so many frames. Resident memory is
 * Linux's VmRSS; elsewhere it is not known.
 */
public final class MemoryBench implements ProgressListener {

  private static final Path STATUS = Path.of("/proc/self/status");

  private final PrintStream out;
  private final long every;
  private final long begin = System.nanoTime();
  private long next;

  /** Prints a row each so many frames. */
  public MemoryBench(PrintStream out, long every) {
    this.out = out;
    this.every = every;
    this.next = every;
    out.printf("%8s %10s %12s %14s%n", "frames", "seconds", "heap MB", "resident MB");
  }

  @Override
  public void stage(String name, long total, String unit) {}

  @Override
  public synchronized void done(long count, String detail) {
    if (count >= next) {
      row(count);
      next = (count / every + 1) * every;
    }
  }

  @Override
  public void end() {}

  /** Heap is what lives after a collection: what was in use before says nothing of a leak. */
  private void row(long frames) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    out.printf(
        Locale.ROOT,
        "%8d %10.1f %12.1f %14s%n",
        frames,
        (System.nanoTime() - begin) / 1e9,
        heap / 1e6,
        residentMegabytes());
  }

  private static String residentMegabytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .map(kilobytes -> String.format(Locale.ROOT, "%.1f", kilobytes * 1024 / 1e6))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}

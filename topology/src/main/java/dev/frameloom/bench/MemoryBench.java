package dev.frameloom.bench;

import dev.frameloom.restyle.ProgressListener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Watches a long run: a row of heap and resident memory each so many frames, as {@link
 * ProcessMemory} has them.
 */
public final class MemoryBench implements ProgressListener {

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

  private void row(long frames) {
    long heap = ProcessMemory.heap();
    OptionalLong resident = ProcessMemory.resident();
    out.printf(
        Locale.ROOT,
        "%8d %10.1f %12.1f %14s%n",
        frames,
        (System.nanoTime() - begin) / 1e9,
        heap / 1e6,
        resident.isPresent()
            ? String.format(Locale.ROOT, "%.1f", resident.getAsLong() / 1e6)
            : "unknown");
  }
}

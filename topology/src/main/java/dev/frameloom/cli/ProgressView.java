package dev.frameloom.cli;

import dev.frameloom.catalog.ByteCount;
import dev.frameloom.restyle.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows progress: on a terminal one line that is drawn over itself, elsewhere a plain line now and
 * then. Both say the stage, how much is done, the rate and the remaining time.
 */
final class ProgressView implements ProgressListener {

  /** Unit of counts that are shown as kB, MB and GB. */
  static final String BYTES = "bytes";

  private static final int BAR_CELLS = 24;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoClock;

  private String stage = "";
  private String unit = "";
  private String detail = "";
  private long total;
  private long count;
  private long begin;
  private long drawn;
  private boolean open;

  ProgressView(PrintStream out, boolean terminal, LongSupplier nanoClock) {
    this.out = out;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
  }

  /** On standard error, as a terminal where the start script saw one. */
  static ProgressListener standard(boolean quiet) {
    return quiet
        ? NONE
        : new ProgressView(System.err, Boolean.getBoolean("frameloom.terminal"), System::nanoTime);
  }

  @Override
  public synchronized void stage(String name, long newTotal, String newUnit) {
    finishLine();
    stage = name;
    total = newTotal;
    unit = newUnit;
    detail = "";
    count = 0;
    begin = nanoClock.getAsLong();
    drawn = begin;
    open = true;
    if (terminal) {
      draw();
    }
  }

  @Override
  public synchronized void done(long newCount, String newDetail) {
    count = newCount;
    detail = newDetail;
    long now = nanoClock.getAsLong();
    if (open && now - drawn >= (terminal ? REDRAW_NANOS : LINE_NANOS)) {
      drawn = now;
      draw();
    }
  }

  @Override
  public synchronized void end() {
    finishLine();
  }

  private void finishLine() {
    if (!open) {
      return;
    }
    draw();
    if (terminal) {
      out.println();
    }
    open = false;
  }

  private void draw() {
    String line = line();
    if (terminal) {
      out.print("\r\u001b[K" + line);
      out.flush();
      return;
    }
    out.println(line);
  }

  private String line() {
    double seconds = (nanoClock.getAsLong() - begin) / 1e9;
    double rate = seconds > 0 ? count / seconds : 0;
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s ", stage));
    if (total > 0) {
      if (terminal) {
        int full = (int) Math.min(BAR_CELLS, BAR_CELLS * count / total);
        line.append("█".repeat(full)).append("░".repeat(BAR_CELLS - full)).append(' ');
      }
      line.append(
          isBytes() ? ByteCount.text(count) + " of " + ByteCount.text(total) : count + "/" + total);
    } else if (count > 0) {
      line.append(isBytes() ? ByteCount.text(count) : Long.toString(count));
    }
    if (!isBytes()) {
      line.append(total > 0 || count > 0 ? " " : "").append(unit);
    }
    if (count > 0) {
      line.append(", ")
          .append(
              isBytes() ? ByteCount.text((long) rate) : String.format(Locale.ROOT, "%.1f", rate))
          .append("/s");
      if (total > count && rate > 0) {
        line.append(", ").append(clock((total - count) / rate)).append(" left");
      }
    }
    line.append(", ").append(clock(seconds)).append(" so far");
    if (!detail.isEmpty()) {
      line.append(" (").append(detail).append(')');
    }
    return line.toString();
  }

  private boolean isBytes() {
    return unit.equals(BYTES);
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}

package dev.frameloom.bench.motion;

import com.sun.management.OperatingSystemMXBean;
import dev.frameloom.restyle.ProgressListener;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Takes the time of rows, each after a warm-up. */
final class Stopwatch {

  /** A row is run until this is over before it counts: the compiler is done with it by then. */
  private static final long WARM_UP_NANOS = 500_000_000;

  /** But not more often than this for each run that counts. */
  private static final int WARM_UP_RUNS = 5;

  /** What is shorter is repeated: some systems count CPU time in hundredths of a second. */
  private static final long RUN_NANOS = 100_000_000;

  private static final int MOST_REPEATS = 1000;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final int runs;
  private final ProgressListener progress;
  private final List<MotionRow> rows = new ArrayList<>();
  private String part = "";

  Stopwatch(int runs, ProgressListener progress) {
    this.runs = runs;
    this.progress = progress;
  }

  /** The rows that follow are of this part. */
  void part(String name) {
    part = name;
  }

  /** Measures what makes one frame, or one pair of them. */
  void time(String what, int threads, Runnable frame) {
    time(what, threads, 1, frame);
  }

  /**
   * Measures what makes several frames at once.
   *
   * @param threads that it may use
   * @param frames how many it makes
   */
  void time(String what, int threads, int frames, Runnable work) {
    progress.done(rows.size(), part + ": " + what);
    int repeats = repeats(work);
    List<Double> seconds = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        work.run();
      }
      double made = (double) repeats * frames;
      seconds.add((System.nanoTime() - start) / 1e9 / made);
      cpuSeconds.add((system.getProcessCpuTime() - cpu) / 1e9 / made);
    }
    rows.add(new MotionRow(part, what, threads, seconds, cpuSeconds));
  }

  /** Warms up, and tells how often work is repeated to make a run. */
  private int repeats(Runnable work) {
    long begin = System.nanoTime();
    long took = 0;
    long last = 0;
    for (int i = 0; i == 0 || (i < WARM_UP_RUNS * runs && took < WARM_UP_NANOS); i++) {
      long start = System.nanoTime();
      work.run();
      long now = System.nanoTime();
      took = now - begin;
      last = now - start;
    }
    return (int) Math.max(1, Math.min(MOST_REPEATS, RUN_NANOS / Math.max(1, last)));
  }

  List<MotionRow> rows() {
    return List.copyOf(rows);
  }
}

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
    long begin = System.nanoTime();
    work.run();
    for (int i = 1; i < WARM_UP_RUNS * runs && System.nanoTime() - begin < WARM_UP_NANOS; i++) {
      work.run();
    }
    List<Double> seconds = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      work.run();
      seconds.add((System.nanoTime() - start) / 1e9 / frames);
      cpuSeconds.add((system.getProcessCpuTime() - cpu) / 1e9 / frames);
    }
    rows.add(new MotionRow(part, what, threads, seconds, cpuSeconds));
  }

  List<MotionRow> rows() {
    return List.copyOf(rows);
  }
}

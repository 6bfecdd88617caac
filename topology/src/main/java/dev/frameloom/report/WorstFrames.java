package dev.frameloom.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The frames with the largest warp errors, no two of them closer than {@value #APART} frames, of
 * which the worse is kept: one jolt is to be seen once.
 */
final class WorstFrames {

  static final int APART = 6;

  private final int most;
  private final List<WorstFrame> worst = new ArrayList<>();

  WorstFrames(int most) {
    this.most = most;
  }

  /** Takes a frame with an error above 0; its pictures are made only where it is kept. */
  void add(long frame, double error, Supplier<WorstFrame> pictures) {
    boolean hidden =
        worst.stream().anyMatch(it -> frame - it.frame() < APART && it.error() >= error);
    if (hidden || !(error > 0)) {
      return;
    }
    worst.removeIf(it -> frame - it.frame() < APART);
    if (worst.size() == most && worst.get(most - 1).error() >= error) {
      return;
    }
    worst.add(pictures.get());
    worst.sort(Comparator.comparingDouble(WorstFrame::error).reversed());
    if (worst.size() > most) {
      worst.remove(most);
    }
  }

  /** The largest error first. */
  List<WorstFrame> all() {
    return List.copyOf(worst);
  }
}

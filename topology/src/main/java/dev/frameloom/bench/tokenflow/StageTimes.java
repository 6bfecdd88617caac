package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditStage;
import java.util.EnumMap;
import java.util.Map;

/** What windows took, together. For one thread. */
final class StageTimes {

  private final Map<EditStage, Long> stages = new EnumMap<>(EditStage.class);
  private long frames;
  private long nanos;
  private long rows;

  /**
   * Adds a window.
   *
   * @param published frames that came of it
   * @param took nanoseconds by the clock
   * @param ofStages nanoseconds of each stage
   * @param unetRows rows of its calls of the UNet
   */
  void add(int published, long took, Map<EditStage, Long> ofStages, long unetRows) {
    rows += unetRows;
    frames += published;
    nanos += took;
    ofStages.forEach((stage, it) -> stages.merge(stage, it, Long::sum));
  }

  /** Seconds for a published frame, all stages and what is between them. */
  double perFrame() {
    return nanos / 1e9 / frames;
  }

  /** The same of one stage. */
  double perFrame(EditStage stage) {
    return stages.getOrDefault(stage, 0L) / 1e9 / frames;
  }

  /** Rows of calls of the UNet for a published frame. */
  double rowsPerFrame() {
    return rows / (double) frames;
  }
}

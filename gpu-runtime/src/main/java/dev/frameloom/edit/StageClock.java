package dev.frameloom.edit;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up time per stage, for reports. For one thread. */
public final class StageClock {

  private final Map<EditStage, Long> nanos = new EnumMap<>(EditStage.class);

  /** Does something and counts its time to a stage. */
  public <T> T time(EditStage stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos.merge(stage, System.nanoTime() - start, Long::sum);
    }
  }

  /** Nanoseconds of each stage so far. */
  public Map<EditStage, Long> nanos() {
    return nanos;
  }
}

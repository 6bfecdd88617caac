package dev.frameloom.edit.live;

import dev.frameloom.edit.EditStage;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up time per stage, for reports. For one thread. */
final class StageClock {

  private final Map<EditStage, Long> nanos = new EnumMap<>(EditStage.class);

  <T> T time(EditStage stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos.merge(stage, System.nanoTime() - start, Long::sum);
    }
  }

  Map<EditStage, Long> nanos() {
    return nanos;
  }
}

package dev.frameloom.restyle;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Adds up time per stage, from any thread. Stages overlap: the sum may exceed the run's time. */
public final class StageClock {

  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  /** All stages at zero. */
  public StageClock() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  /** Accounts time to a stage. */
  public void add(Stage stage, long elapsedNanos) {
    nanos.get(stage).add(elapsedNanos);
  }

  /** Milliseconds per stage, by {@link Stage#key()}, in the order of the data flow. */
  public Map<String, Double> millis() {
    Map<String, Double> result = new LinkedHashMap<>();
    nanos.forEach((stage, sum) -> result.put(stage.key(), Math.round(sum.sum() / 1e4) / 100.0));
    return result;
  }
}

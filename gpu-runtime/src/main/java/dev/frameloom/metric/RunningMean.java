package dev.frameloom.metric;

import java.util.OptionalDouble;

/** A mean of values that come one by one. For one thread. */
public final class RunningMean {

  private double sum;
  private long count;

  /** Adds a value. */
  public void add(double value) {
    sum += value;
    count++;
  }

  /** Sum by number; empty before the first value. */
  public OptionalDouble value() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }

  /** How many values there were. */
  public long count() {
    return count;
  }
}

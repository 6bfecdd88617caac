package dev.frameloom.model;

/**
 * The most memory that a device may give to a model and its work.
 *
 * @param bytes weights included, at least 1; what {@link ModelFootprint} does not count comes on
 *     top
 */
public record MemoryBudget(long bytes) {

  /** No bound: all as wanted, nothing cut. */
  public static final MemoryBudget UNBOUNDED = new MemoryBudget(Long.MAX_VALUE);

  public MemoryBudget {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "budget of memory: expected at least 1 byte, found " + bytes);
    }
  }

  /**
   * How work is cut to fit.
   *
   * @throws MemoryBudgetException where it does not fit however it is cut
   */
  public MemoryPlan plan(ModelFootprint model, MemoryPlan.Work work) {
    return MemoryPlan.fit(model, work, bytes);
  }
}

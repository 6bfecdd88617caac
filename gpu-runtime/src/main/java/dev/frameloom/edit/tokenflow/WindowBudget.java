package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryBudgetException;
import dev.frameloom.model.MemoryPlan;
import java.util.function.IntFunction;

/**
 * How a window is cut to fit a budget of memory; a function of budget, model, size and layout
 * alone, as other calls give other last bits.
 */
final class WindowBudget {

  /**
   * Frames in one call of the UNet where the budget has room: as many as the published code takes,
   * and on a CPU more gain nothing.
   */
  static final int BATCH = 8;

  /** What a call's attention copies of keyframes is no more than as if each row saw one. */
  private static final int SEEN = 1;

  private static final long MEGABYTE = 1_000_000;

  private WindowBudget() {}

  /**
   * Plans before anything is computed.
   *
   * @param branches edited ones, 1 or 2
   * @throws MemoryBudgetException where it does not fit however it is cut
   */
  static MemoryPlan plan(
      DiffusionModel model, WindowEdit window, Layout layout, int branches, MemoryBudget budget) {
    Picture size = window.frames().get(0).picture();
    return plan(
        model, size.width(), size.height(), layout.held(), layout.largestCall(), branches, budget);
  }

  /**
   * The same by what a layout comes to.
   *
   * @param held keyframes of which features are kept during a step
   * @param largestCall frames in the largest call that can't be split
   */
  static MemoryPlan plan(
      DiffusionModel model,
      int width,
      int height,
      int held,
      int largestCall,
      int branches,
      MemoryBudget budget) {
    int multiple = model.sizeMultiple();
    // at each site the source's tokens, results, queries and keys, and results, keys and values of
    // each branch; two of them are as much as keys and values of a row
    int keptRows = held * ((4 + 3 * branches + 1) / 2);
    IntFunction<MemoryPlan.Work> work =
        batch ->
            new MemoryPlan.Work(
                padded(width, multiple), padded(height, multiple), batch, branches, SEEN, keptRows);
    long least = MemoryPlan.least(model.footprint(), work.apply(largestCall));
    if (largestCall > 1 && least > budget.bytes()) {
      throw new MemoryBudgetException(
          "needs at least %,d MB for %dx%d, budget %,d MB: %d keyframes of a window attend to each other in one call. Give it more memory, smaller pictures, half precision or fewer keyframes in a window"
              .formatted(
                  -Math.floorDiv(-least, MEGABYTE),
                  width,
                  height,
                  budget.bytes() / MEGABYTE,
                  largestCall));
    }
    MemoryPlan plan = budget.plan(model.footprint(), work.apply(Math.max(BATCH, largestCall)));
    return new MemoryPlan(Math.min(BATCH, plan.batch()), plan.tiling(), plan.bytes());
  }

  private static int padded(int side, int multiple) {
    return (side + multiple - 1) / multiple * multiple;
  }
}

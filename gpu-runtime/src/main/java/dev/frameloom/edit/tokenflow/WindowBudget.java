package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryBudgetException;
import dev.frameloom.model.MemoryPlan;

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
    int multiple = model.sizeMultiple();
    // at each site the source's tokens, results, queries and keys, and results, keys and values of
    // each branch; two of them are as much as keys and values of a row
    int keptRows = layout.held() * ((4 + 3 * branches + 1) / 2);
    int batch = Math.max(BATCH, layout.largestCall());
    MemoryPlan plan =
        budget.plan(
            model.footprint(),
            new MemoryPlan.Work(
                padded(size.width(), multiple),
                padded(size.height(), multiple),
                batch,
                branches,
                SEEN,
                keptRows));
    if (plan.batch() < layout.largestCall()) {
      throw new MemoryBudgetException(
          "has room for %d keyframes in one call of %dx%d, and the window has %d that attend to each other. Give it more memory, smaller pictures, half precision or fewer keyframes in a window"
              .formatted(plan.batch(), size.width(), size.height(), layout.largestCall()));
    }
    return new MemoryPlan(Math.min(BATCH, plan.batch()), plan.tiling(), plan.bytes());
  }

  private static int padded(int side, int multiple) {
    return (side + multiple - 1) / multiple * multiple;
  }
}

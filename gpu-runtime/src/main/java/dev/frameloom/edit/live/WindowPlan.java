package dev.frameloom.edit.live;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.pipeline.Guidance;

/**
 * How a window is cut to fit a budget of memory. A function of the budget, the model, the size of
 * the frames and the guidance alone: not of what is free at the time, since another batch or other
 * bands give other last bits, and not of how many frames a window has, so that a boundary is
 * encoded and decoded alike in both windows that share it.
 */
final class WindowPlan {

  /** Frames in one call of the UNet where the budget has room for them. */
  static final int BATCH = 4;

  /** The anchor and both boundaries. */
  static final int SEEN = 3;

  private WindowPlan() {}

  /**
   * Plans before anything is computed.
   *
   * @throws dev.frameloom.model.MemoryBudgetException where it does not fit however it is cut
   */
  static MemoryPlan of(DiffusionModel model, WindowEdit window, MemoryBudget budget) {
    EditParameters parameters = window.parameters();
    Picture size = window.frames().get(0).picture();
    int multiple = model.sizeMultiple();
    int branches = new Guidance(model, parameters.guidanceScale()).branches();
    return budget.plan(
        model.footprint(),
        new MemoryPlan.Work(
            padded(size.width(), multiple),
            padded(size.height(), multiple),
            BATCH,
            branches,
            SEEN));
  }

  private static int padded(int side, int multiple) {
    return (side + multiple - 1) / multiple * multiple;
  }
}

package dev.frameloom.edit;

import dev.frameloom.control.ControlNet;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;

/** Gives loaded models, and says how much memory they and their work may take. */
public interface ModelSource {

  /**
   * A loaded model, which stays open and as it is at least until the next one is asked for. Not the
   * caller's to close.
   *
   * @param name a {@link dev.frameloom.model.ModelReference}: a model, and LoRAs that are put on it
   * @throws EditException if it can't be found or loaded
   */
  DiffusionModel model(String name);

  /**
   * A ControlNet for the model that was asked for last, which stays open as long as that.
   *
   * @param name of it, or the path of its folder
   * @throws EditException if it can't be found or loaded, or is made for another model
   */
  ControlNet control(String name);

  /** What a model and the work of a window may take together; the same for all windows. */
  MemoryBudget budget();

  /** What may be kept of inverted frames. */
  TrajectoryLimits trajectories();
}

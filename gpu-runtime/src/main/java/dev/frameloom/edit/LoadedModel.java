package dev.frameloom.edit;

import ai.djl.ndarray.NDManager;
import dev.frameloom.control.ControlNet;
import dev.frameloom.lora.LoraScale;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.ModelReference;
import dev.frameloom.weights.ModelLoadException;
import java.util.List;

/**
 * The one model that a device holds: loaded when it is first asked for, closed when another one is.
 * Models fill devices, so there is never room for two. LoRAs are put on the one that is there.
 */
final class LoadedModel implements ModelSource, AutoCloseable {

  private final ModelLocator locator;
  private final String device;
  private final MemoryBudget budget;
  private final TrajectoryLimits trajectories;
  private String name = "";
  private DiffusionModel model;
  private String controlName = "";
  private NDManager controlScope;
  private ControlNet control;

  LoadedModel(
      ModelLocator locator, String device, MemoryBudget budget, TrajectoryLimits trajectories) {
    this.locator = locator;
    this.device = device;
    this.budget = budget;
    this.trajectories = trajectories;
  }

  @Override
  public MemoryBudget budget() {
    return budget;
  }

  @Override
  public TrajectoryLimits trajectories() {
    return trajectories;
  }

  @Override
  public DiffusionModel model(String wanted) {
    if (wanted.isEmpty()) {
      throw new EditException("this method needs a model, and the edit names none");
    }
    ModelReference reference = reference(wanted);
    try {
      List<LoraScale> loras =
          reference.loras().stream()
              .map(it -> new LoraScale(locator.locateLora(it.name()), it.scale()))
              .toList();
      load(reference.base());
      model.adapt(loras);
      return model;
    } catch (ModelLoadException | IllegalArgumentException e) {
      throw new EditException("model '" + wanted + "' can't be loaded: " + e.getMessage(), e);
    }
  }

  /** What is wrong with the text is said without a cause: it has to do with no file. */
  private static ModelReference reference(String wanted) {
    try {
      return ModelReference.parse(wanted);
    } catch (IllegalArgumentException e) {
      throw new EditException("model '" + wanted + "' can't be loaded: " + e.getMessage());
    }
  }

  @Override
  public ControlNet control(String wanted) {
    if (control == null || !controlName.equals(wanted)) {
      closeControl();
      try {
        control =
            ControlNet.load(
                locator.locate(wanted), controlScope(), model.precision(), model.unetConfig());
        controlName = wanted;
      } catch (ModelLoadException e) {
        closeControl();
        throw new EditException(
            "ControlNet '" + wanted + "' can't be loaded: " + e.getMessage(), e);
      }
    }
    return control;
  }

  private NDManager controlScope() {
    controlScope = model.newScope();
    return controlScope;
  }

  private void closeControl() {
    if (controlScope != null) {
      controlScope.close();
      controlScope = null;
    }
    control = null;
  }

  /** Rows of all UNet calls of the model that is loaded. */
  long predictedRows() {
    return model == null ? 0 : model.predictedRows();
  }

  private void load(String base) {
    if (model == null || !name.equals(base) || model.changedOnDisk()) {
      close();
      model = DiffusionModel.load(locator.locate(base), device);
      name = base;
    }
  }

  @Override
  public void close() {
    closeControl();
    if (model != null) {
      model.close();
      model = null;
    }
  }
}

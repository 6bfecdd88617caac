package dev.frameloom.edit;

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
    try {
      ModelReference reference = ModelReference.parse(wanted);
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

  private void load(String base) {
    if (model == null || !name.equals(base) || model.changedOnDisk()) {
      close();
      model = DiffusionModel.load(locator.locate(base), device);
      name = base;
    }
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}

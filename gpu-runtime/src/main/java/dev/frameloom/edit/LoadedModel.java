package dev.frameloom.edit;

import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;

/**
 * The one model that a device holds: loaded when it is first asked for, closed when another one is.
 * Models fill devices, so there is never room for two.
 */
final class LoadedModel implements ModelSource, AutoCloseable {

  private final ModelLocator locator;
  private final String device;
  private String name = "";
  private DiffusionModel model;

  LoadedModel(ModelLocator locator, String device) {
    this.locator = locator;
    this.device = device;
  }

  @Override
  public DiffusionModel model(String wanted) {
    if (wanted.isEmpty()) {
      throw new EditException("this method needs a model, and the edit names none");
    }
    if (model == null || !name.equals(wanted)) {
      close();
      try {
        Path folder = locator.locate(wanted);
        model = DiffusionModel.load(folder, device);
      } catch (ModelLoadException | IllegalArgumentException e) {
        throw new EditException("model '" + wanted + "' can't be loaded: " + e.getMessage(), e);
      }
      name = wanted;
    }
    return model;
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}

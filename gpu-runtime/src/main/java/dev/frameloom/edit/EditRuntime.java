package dev.frameloom.edit;

import ai.djl.engine.EngineException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Edits windows on one device, by whichever method each asks for. Loads a model when a window first
 * needs it and keeps one at a time. Used by one thread at a time.
 */
public final class EditRuntime implements WindowEditor {

  private final LoadedModel models;
  private final Map<RegisteredMethod, EditMethod> methods = new EnumMap<>(RegisteredMethod.class);

  /**
   * A runtime that has loaded nothing yet.
   *
   * @param locator finds models by name
   * @param device {@code cpu} or {@code gpu0}, {@code gpu1} …
   */
  public EditRuntime(ModelLocator locator, String device) {
    models = new LoadedModel(locator, device);
  }

  @Override
  public EditedWindow edit(WindowEdit window) {
    RegisteredMethod method = RegisteredMethod.byId(window.parameters().method());
    try {
      return methods.computeIfAbsent(method, RegisteredMethod::create).edit(window, models);
    } catch (EngineException e) {
      throw new EditException(
          "PyTorch could not compute it (out of memory? try a smaller picture or shorter windows): "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    methods.values().forEach(EditMethod::close);
    methods.clear();
    models.close();
  }
}

package dev.frameloom.edit;

import ai.djl.engine.EngineException;
import dev.frameloom.edit.tokenflow.TokenFlowMethod;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryBudgetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edits windows on one device, by whichever method each asks for. Loads a model when a window first
 * needs it and keeps one at a time. Used by one thread at a time.
 */
public final class EditRuntime implements WindowEditor {

  private static final Logger LOG = LoggerFactory.getLogger(EditRuntime.class);

  private final LoadedModel models;
  private final Map<RegisteredMethod, EditMethod> methods = new EnumMap<>(RegisteredMethod.class);

  /** Models of which it was said how they are sampled. */
  private final Set<String> noted = new HashSet<>();

  private String promptSeen = "";

  /**
   * A runtime that has loaded nothing yet.
   *
   * @param locator finds models by name
   * @param device {@code cpu}, {@code gpu0}, {@code gpu1:bf16} …
   */
  public EditRuntime(ModelLocator locator, String device) {
    this(locator, device, MemoryBudget.UNBOUNDED);
  }

  /**
   * The same within a budget of memory. A window that does not fit is cut into smaller calls, which
   * gives other last bits; how it is cut depends on the budget, the model and the window alone, so
   * that equal windows have equal bytes wherever the budget is the same. One that does not fit
   * however it is cut fails before anything of it is computed.
   */
  public EditRuntime(ModelLocator locator, String device, MemoryBudget budget) {
    this(locator, device, budget, TrajectoryLimits.defaults());
  }

  /** The same with bounds of what is kept of inverted frames, which change no bytes. */
  public EditRuntime(
      ModelLocator locator, String device, MemoryBudget budget, TrajectoryLimits trajectories) {
    models = new LoadedModel(locator, device, budget, trajectories);
  }

  /**
   * Loads ahead of the first window what an edit needs, so that a model that can't be loaded is
   * known before anything is published.
   *
   * @return what a user should know: the words of its prompts that the model has no room for
   * @throws EditException where the method is unknown, an option of it does not fit, or the model
   *     can't be loaded; the cause is a {@link dev.frameloom.weights.ModelLoadException} in the
   *     last case
   */
  public List<String> prepare(EditParameters parameters) {
    RegisteredMethod method = RegisteredMethod.byId(parameters.method());
    method.check(parameters);
    method.checkPrompts(parameters);
    if (method == RegisteredMethod.NONE) {
      return List.of();
    }
    try {
      promptSeen = parameters.prompt();
      DiffusionModel model = models.model(parameters.model());
      List<String> warnings = new ArrayList<>(PromptFit.warnings(model, parameters));
      warnings.addAll(SamplerNotes.of(model, method, parameters));
      noted.add(parameters.model());
      method.load(parameters, models);
      return warnings;
    } catch (EngineException e) {
      throw new EditException(
          "PyTorch could not load model '" + parameters.model() + "': " + e.getMessage(), e);
    }
  }

  @Override
  public EditedWindow edit(WindowEdit window) {
    RegisteredMethod method = RegisteredMethod.byId(window.parameters().method());
    method.check(window.parameters());
    method.checkPrompts(window.parameters());
    try {
      warnOfLostWords(method, window.parameters());
      return methods.computeIfAbsent(method.host(), RegisteredMethod::create).edit(window, models);
    } catch (MemoryBudgetException e) {
      throw new EditException("model '" + window.parameters().model() + "' " + e.getMessage(), e);
    } catch (NotFiniteException e) {
      throw new EditException(e.getMessage(), e);
    } catch (EngineException e) {
      throw new EditException(
          "PyTorch could not compute it (out of memory? try a smaller picture or shorter windows): "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Refuses a clip that an edit takes as one window and that the memory has no room for, before
   * anything is computed.
   *
   * @throws EditException with what it needs
   */
  public void requireRoom(EditParameters parameters, ClipSize clip) {
    if (!RegisteredMethod.byId(parameters.method()).takesWholeClips(parameters.options())) {
      return;
    }
    try {
      TokenFlowMethod.requireRoom(parameters, clip, models);
    } catch (MemoryBudgetException e) {
      throw new EditException("model '" + parameters.model() + "' " + e.getMessage(), e);
    }
  }

  /**
   * Rows of all UNet calls since the model was loaded: what windows cost on any machine. A call of
   * a batch has as many as pictures are in it.
   */
  public long predictedRows() {
    return models.predictedRows();
  }

  /** Once for each prompt, not for each window. */
  private void warnOfLostWords(RegisteredMethod method, EditParameters parameters) {
    if (method != RegisteredMethod.NONE
        && parameters.strength() > 0
        && !promptSeen.equals(parameters.prompt())) {
      promptSeen = parameters.prompt();
      PromptFit.warnings(models.model(parameters.model()), parameters)
          .forEach(warning -> LOG.warn(warning));
      if (noted.add(parameters.model())) {
        SamplerNotes.of(models.model(parameters.model()), method, parameters)
            .forEach(note -> LOG.warn(note));
      }
    }
  }

  @Override
  public void close() {
    methods.values().forEach(EditMethod::close);
    methods.clear();
    models.close();
  }
}

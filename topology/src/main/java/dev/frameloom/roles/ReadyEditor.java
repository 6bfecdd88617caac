package dev.frameloom.roles;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.editing.RequestedEdit;
import java.util.List;

/**
 * An editor that has loaded what an edit needs, before any role or broker is started: a model that
 * can't be loaded is an error of the command and not of every window.
 *
 * @param runtime edits on the first device
 * @param warnings what a user should know about the edit and the model
 */
public record ReadyEditor(EditRuntime runtime, List<String> warnings) implements AutoCloseable {

  public ReadyEditor {
    warnings = List.copyOf(warnings);
  }

  /**
   * Loads.
   *
   * @throws dev.frameloom.edit.EditException where it can't be loaded
   */
  public static ReadyEditor load(Config config, EditSpec edit) {
    EditRuntime runtime = EditingDevices.first(config);
    try {
      return new ReadyEditor(runtime, runtime.prepare(RequestedEdit.parameters(edit)));
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  @Override
  public void close() {
    runtime.close();
  }
}

package dev.frameloom.edit;

import dev.frameloom.model.ModelDescription;

/**
 * Edits windows on one device. Used by one thread at a time; a pure function of its argument and
 * the model.
 */
public interface WindowEditor extends AutoCloseable {

  /**
   * Edits a window.
   *
   * @throws EditException where this window can't be edited; the next one may be
   */
  EditedWindow edit(WindowEdit window);

  /** Which model edits. */
  ModelDescription model();

  @Override
  void close();
}

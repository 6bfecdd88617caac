package dev.frameloom.edit;

/**
 * A way to edit windows. A pure function of the window and the model; an object for one thread,
 * which may hold native buffers until close().
 */
public interface EditMethod extends AutoCloseable {

  /**
   * Edits a window.
   *
   * @param models gives the model that the window asks for, if the method needs one
   * @throws EditException where this window can't be edited
   */
  EditedWindow edit(WindowEdit window, ModelSource models);

  @Override
  default void close() {}
}

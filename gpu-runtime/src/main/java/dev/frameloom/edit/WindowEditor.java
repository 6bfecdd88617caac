package dev.frameloom.edit;

/**
 * Edits windows on one device. Used by one thread at a time; a pure function of its argument and
 * the files of the model that it names, to the last bit on machines of one kind that give PyTorch
 * the same number of threads (its sums are split by them).
 */
public interface WindowEditor extends AutoCloseable {

  /**
   * Edits a window.
   *
   * @throws EditException where this window can't be edited; the next one may be
   */
  EditedWindow edit(WindowEdit window);

  @Override
  void close();
}

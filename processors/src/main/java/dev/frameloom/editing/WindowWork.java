package dev.frameloom.editing;

import dev.frameloom.avro.PendingWindow;

/**
 * Edits windows on one device. Made, used and closed by one worker thread of a {@link
 * GpuScheduler}.
 */
public interface WindowWork extends AutoCloseable {

  /**
   * Edits a window. A window that can't be edited has a result too; what is thrown is taken for a
   * failure of the surroundings, and the window is tried again.
   *
   * @throws InterruptedException where the worker is stopped
   */
  WindowResult edit(PendingWindow window) throws InterruptedException;

  @Override
  void close();
}

/**
 * Edits windows. Read {@link dev.frameloom.editing.EditProcessor} (pending windows and their
 * results), {@link dev.frameloom.editing.GpuScheduler} (which window a device takes next) and
 * {@link dev.frameloom.editing.WindowWorker} (what is done with it) first.
 */
package dev.frameloom.editing;

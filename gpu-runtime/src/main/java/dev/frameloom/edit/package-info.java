/**
 * Edit methods over windows of frames. Read {@link dev.frameloom.edit.WindowEdit} (what goes in),
 * {@link dev.frameloom.edit.EditedWindow} (what comes out) and {@link
 * dev.frameloom.edit.EditRuntime} (what does it) first; {@link dev.frameloom.edit.RegisteredMethod}
 * lists the methods.
 */
package dev.frameloom.edit;

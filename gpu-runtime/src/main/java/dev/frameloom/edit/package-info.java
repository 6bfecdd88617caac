/**
 * Edit methods over windows of frames. Read {@link dev.frameloom.edit.WindowEdit} (what goes in),
 * {@link dev.frameloom.edit.EditedWindow} (what comes out) and {@link
 * dev.frameloom.edit.WindowEditor} (what does it) first.
 */
package dev.frameloom.edit;

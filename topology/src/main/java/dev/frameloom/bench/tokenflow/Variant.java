package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditParameters;

/**
 * A way to edit a clip.
 *
 * @param name for tables
 * @param parameters of the edit
 * @param cut into windows
 */
record Variant(String name, EditParameters parameters, Cut cut) {}

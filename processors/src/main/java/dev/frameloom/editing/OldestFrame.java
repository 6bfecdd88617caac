package dev.frameloom.editing;

import dev.frameloom.avro.FrameRef;

/**
 * The first frame of a window that waits to be edited.
 *
 * @param frame where it is
 * @param timestampMs time of the window's record, milliseconds
 */
public record OldestFrame(FrameRef frame, long timestampMs) {}

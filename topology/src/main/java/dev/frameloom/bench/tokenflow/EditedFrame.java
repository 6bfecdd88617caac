package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.Picture;

/**
 * A frame that a window published.
 *
 * @param index in the stream, from 0
 * @param join whether it is the first that a later window publishes
 * @param source the frame
 * @param edited what was made of it
 */
record EditedFrame(int index, boolean join, Picture source, Picture edited) {}

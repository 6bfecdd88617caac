package dev.frameloom.report;

import java.util.OptionalDouble;

/**
 * The warp error of neighbouring pairs of frames, taken together.
 *
 * @param first number of the first pair; pair n is that of frames n and n + 1
 * @param last number of the last pair; the first one where only one was taken
 * @param mean of the edited frames; empty where none of the pairs could be compared
 * @param largest of the edited frames
 * @param source mean of the source's own frames
 */
record CurvePoint(
    long first, long last, OptionalDouble mean, OptionalDouble largest, OptionalDouble source) {}

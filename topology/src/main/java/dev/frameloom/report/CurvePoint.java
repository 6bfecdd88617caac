package dev.frameloom.report;

import java.util.OptionalDouble;

/**
 * The warp error of neighbouring pairs of frames, taken together, and what the later frame of each
 * shows of its source.
 *
 * @param first number of the first pair; pair n is that of frames n and n + 1
 * @param last number of the last pair; the first one where only one was taken
 * @param mean of the edited frames; empty where none of the pairs could be compared
 * @param largest of the edited frames
 * @param source mean of the source's own frames
 * @param edges mean correlation of edges; empty where the source has none
 * @param sobel mean ratio of the gradients' energies
 * @param high mean ratio of the high frequencies' energies
 */
record CurvePoint(
    long first,
    long last,
    OptionalDouble mean,
    OptionalDouble largest,
    OptionalDouble source,
    OptionalDouble edges,
    OptionalDouble sobel,
    OptionalDouble high) {

  /** Where a pair of frames meets: between their columns of the slices. */
  double middle() {
    return 1 + (first + last) / 2.0;
  }
}

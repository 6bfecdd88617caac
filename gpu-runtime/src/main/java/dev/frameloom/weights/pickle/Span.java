package dev.frameloom.weights.pickle;

/**
 * Bytes of a file.
 *
 * @param begin first
 * @param length how many
 */
record Span(long begin, long length) {

  long end() {
    return begin + length;
  }
}

package dev.frameloom.weights;

import java.util.List;

/**
 * Where a tensor is in a safetensors file.
 *
 * @param name dotted name
 * @param type its type as the file says it, as {@code F32} or {@code I64}
 * @param shape sizes, outermost first
 * @param begin first byte, from the end of the header
 * @param end byte after the last
 */
record TensorEntry(String name, String type, List<Long> shape, long begin, long end) {

  TensorEntry {
    shape = List.copyOf(shape);
  }

  long length() {
    return end - begin;
  }

  /** Numbers in the tensor. */
  long count() {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }
}

package dev.frameloom.weights;

import java.util.ArrayList;
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

  /** One of several equal parts along the first size; the caller has seen that it divides. */
  TensorEntry part(int part, int parts) {
    if (parts == 1) {
      return this;
    }
    List<Long> sizes = new ArrayList<>(shape);
    sizes.set(0, shape.get(0) / parts);
    long bytes = length() / parts;
    return new TensorEntry(name, type, sizes, begin + part * bytes, begin + (part + 1) * bytes);
  }

  /** Whether it can be cut into equal parts along the first size. */
  boolean divides(int parts) {
    return !shape.isEmpty() && shape.get(0) % parts == 0;
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

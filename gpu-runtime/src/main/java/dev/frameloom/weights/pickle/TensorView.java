package dev.frameloom.weights.pickle;

import java.util.List;

/**
 * A tensor as a view of a storage: number (i, j, …) lies at {@code offset + i · strides[0] + j ·
 * strides[1] + …}.
 *
 * @param storage where the numbers are
 * @param offset of the first, in numbers
 * @param shape sizes, outermost first
 * @param strides in numbers, none below 0
 */
record TensorView(PickleValue.Storage storage, long offset, List<Long> shape, List<Long> strides) {

  /** More than any tensor has that is a weight. */
  static final int MAX_SIZES = 16;

  /**
   * Checks that no number lies outside the storage.
   *
   * @throws IllegalArgumentException where one does
   * @throws ArithmeticException where a place is beyond all numbers
   */
  TensorView {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
    if (shape.size() > MAX_SIZES || strides.size() != shape.size()) {
      throw new IllegalArgumentException(
          "expected at most %d sizes and as many strides, found %d and %d"
              .formatted(MAX_SIZES, shape.size(), strides.size()));
    }
    long last = offset;
    long count = 1;
    boolean negative = offset < 0;
    for (int i = 0; i < shape.size(); i++) {
      negative |= shape.get(i) < 0 || strides.get(i) < 0;
      long steps = Math.max(0, shape.get(i) - 1);
      last = Math.addExact(last, Math.multiplyExact(steps, strides.get(i)));
      count = Math.multiplyExact(count, shape.get(i));
    }
    Math.multiplyExact(count, 8);
    if (negative || (count > 0 && last >= storage.count())) {
      throw new IllegalArgumentException(
          "expected sizes within a storage of %d numbers, found offset %d, shape %s, strides %s"
              .formatted(storage.count(), offset, shape, strides));
    }
  }

  /** Numbers in the tensor. */
  long count() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Numbers of the storage from the first that is used to the last. */
  long span() {
    long last = 0;
    for (int i = 0; i < shape.size(); i++) {
      last += (shape.get(i) - 1) * strides.get(i);
    }
    return count() == 0 ? 0 : last + 1;
  }

  /** Whether its numbers lie one after another, row-major. */
  boolean isContiguous() {
    long expected = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      if (shape.get(i) != 1 && strides.get(i) != expected) {
        return false;
      }
      expected *= shape.get(i);
    }
    return true;
  }
}

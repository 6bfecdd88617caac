package dev.frameloom.lora;

import java.util.List;

/**
 * A tensor of a LoRA file.
 *
 * @param name in the file
 * @param shape a matrix, or that of a convolution
 */
record LoraTensor(String name, List<Long> shape) {

  LoraTensor {
    shape = List.copyOf(shape);
  }

  /** Numbers in it. */
  long count() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Height of the kernel; 1 for a matrix. */
  long height() {
    return shape.size() == 4 ? shape.get(2) : 1;
  }

  /** Width of the kernel; 1 for a matrix. */
  long width() {
    return shape.size() == 4 ? shape.get(3) : 1;
  }

  /** Whether this is a matrix or a convolution of 1×1. */
  boolean isMatrix() {
    return height() == 1 && width() == 1;
  }
}

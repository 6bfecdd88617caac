package dev.frameloom.weights;

import java.util.Optional;

/** Number formats of stored tensors that can be read. */
enum TensorType {
  F32(4),
  F16(2),
  BF16(2);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  static Optional<TensorType> named(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}

package dev.frameloom.weights.pickle;

import java.util.Arrays;
import java.util.Optional;

/** Number formats of PyTorch's storages, with the names that safetensors gives to them. */
enum NumberType {
  FLOAT("FloatStorage", "F32", 4),
  DOUBLE("DoubleStorage", "F64", 8),
  HALF("HalfStorage", "F16", 2),
  BFLOAT16("BFloat16Storage", "BF16", 2),
  LONG("LongStorage", "I64", 8),
  INT("IntStorage", "I32", 4),
  SHORT("ShortStorage", "I16", 2),
  CHAR("CharStorage", "I8", 1),
  BYTE("ByteStorage", "U8", 1),
  BOOL("BoolStorage", "BOOL", 1);

  private final String storage;
  private final String safetensors;
  private final int bytes;

  NumberType(String storage, String safetensors, int bytes) {
    this.storage = storage;
    this.safetensors = safetensors;
    this.bytes = bytes;
  }

  /** What it is copied as: doubles become single precision, which models compute in at most. */
  NumberType copied() {
    return this == DOUBLE ? FLOAT : this;
  }

  /** As {@code F32}. */
  String safetensors() {
    return safetensors;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** The format of a storage class, as {@code torch.FloatStorage}. */
  static Optional<NumberType> of(PickleValue.Global storage) {
    return storage.module().equals("torch")
        ? Arrays.stream(values()).filter(it -> it.storage.equals(storage.name())).findFirst()
        : Optional.empty();
  }
}

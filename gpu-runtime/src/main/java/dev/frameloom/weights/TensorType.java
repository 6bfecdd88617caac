package dev.frameloom.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
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

  /** What to say of a type that is not read. */
  private static String whyNot(String type) {
    if (type.startsWith("F8") || type.startsWith("F4") || type.startsWith("F6")) {
      return ": weights quantised to few bits are not read; fetch the fp16 or bf16 file";
    }
    if (type.equals("F64")) {
      return ": convert it to F32, which models compute in at most";
    }
    return type.startsWith("I") || type.startsWith("U") || type.equals("BOOL")
        ? ": whole numbers are no weights, unless quantised, and those are not read"
        : "";
  }

  /** Why a tensor of another type is not read. */
  static ModelLoadException unread(Path file, TensorEntry entry) {
    return new ModelLoadException(
        "%s: tensor %s: expected type F32, F16 or BF16, found %s%s"
            .formatted(file, entry.name(), entry.type(), whyNot(entry.type())));
  }

  /** One number. */
  float value(ByteBuffer stored, int index) {
    return switch (this) {
      case F32 -> stored.getFloat(4 * index);
      case F16 -> half(stored.getShort(2 * index));
      case BF16 -> Float.intBitsToFloat(stored.getShort(2 * index) << 16);
    };
  }

  /** Whether all numbers are finite, told by their exponents. */
  boolean allFinite(ByteBuffer stored, int count) {
    for (int i = 0; i < count; i++) {
      boolean finite =
          switch (this) {
            case F32 -> (stored.getInt(4 * i) & 0x7F800000) != 0x7F800000;
            case F16 -> (stored.getShort(2 * i) & 0x7C00) != 0x7C00;
            case BF16 -> (stored.getShort(2 * i) & 0x7F80) != 0x7F80;
          };
      if (!finite) {
        return false;
      }
    }
    return true;
  }

  /** IEEE 754 binary16: sign, five bits of exponent, ten of fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float size =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (fraction | 0x400), exponent - 25);
        };
    return bits < 0 ? -size : size;
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

package dev.frameloom.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import dev.frameloom.weights.WeightFiles.Located;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Brings tensors from files into memory, in the type and memory order that kernels want: from the
 * mapped file to where they stay in one copy. Numbers that are not finite, there or after that, are
 * refused.
 *
 * @param files where tensors are
 */
record TensorReader(WeightFiles files) {

  /**
   * Reads a tensor, channels-last where it has four sizes.
   *
   * @param scope what it is attached to
   * @param name full name
   * @param type what it is converted to
   * @param shape that it must have
   */
  NDArray read(NDManager scope, String name, DataType type, long... shape) {
    Located located = locate(name, shape);
    try (NDManager mapped = scope.newSubManager()) {
      ByteBuffer bytes = located.file().map(located.entry());
      NDArray stored = stored(mapped, located, bytes, new Shape(shape));
      NDArray read = Kernels.call(scope, "weight", stored, Precision.number(type));
      MappedPages.release(bytes);
      checkFinite(located, name, type, total(mapped, read, 0, shape.length == 0 ? 1 : shape[0]));
      return read;
    }
  }

  /**
   * Reads tensors as one, the rows of each below those of the one before.
   *
   * @param stored their shapes in the files; sizes after the first may be cut otherwise than here
   * @param shape of each here, (R) or (R, C)
   * @return (n·R) or (n·R, C)
   */
  NDArray rows(
      NDManager scope, List<String> names, List<long[]> stored, DataType type, long... shape) {
    int rows = (int) shape[0];
    int columns = shape.length == 1 ? 0 : (int) shape[1];
    try (NDManager mapped = scope.newSubManager()) {
      NDArray like = mapped.zeros(new Shape(1));
      int number = Precision.number(type);
      NDArray joined =
          Kernels.call(scope, "empty_rows", like, names.size() * rows, columns, number);
      for (int i = 0; i < names.size(); i++) {
        readInto(joined, i * rows, names.get(i), type, stored.get(i));
      }
      return joined;
    }
  }

  private void readInto(NDArray joined, int firstRow, String name, DataType type, long... shape) {
    Located located = locate(name, shape);
    try (NDManager mapped = joined.getManager().newSubManager()) {
      ByteBuffer bytes = located.file().map(located.entry());
      NDArray stored = stored(mapped, located, bytes, new Shape(shape));
      Kernels.call(mapped, "overwrite_rows", joined, firstRow, stored);
      MappedPages.release(bytes);
      checkFinite(located, name, type, total(mapped, joined, firstRow, shape[0]));
    }
  }

  private static float total(NDManager scope, NDArray tensor, long firstRow, long rows) {
    return Kernels.call(scope, "total_of_rows", tensor, (int) firstRow, (int) rows).getFloat();
  }

  /** Where a tensor of this shape is. */
  Located locate(String name, long... shape) {
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    Located located =
        files
            .take(name)
            .orElseThrow(
                () ->
                    new ModelLoadException(
                        "%s: missing tensor %s, expected of shape %s"
                            .formatted(files.place(), files.shown(name), expected)));
    if (!located.entry().shape().equals(expected)) {
      throw new ModelLoadException(
          "%s: tensor %s: expected shape %s, found %s"
              .formatted(
                  located.file().file(), files.shown(name), expected, located.entry().shape()));
    }
    return located;
  }

  private static NDArray stored(NDManager scope, Located located, ByteBuffer bytes, Shape shape) {
    return switch (type(located)) {
      case F32 -> scope.create(bytes, shape, DataType.FLOAT32);
      case F16 -> scope.create(bytes, shape, DataType.FLOAT16);
      case BF16 -> scope.create(BrainFloats.widened(bytes), shape, DataType.FLOAT32);
    };
  }

  private static TensorType type(Located located) {
    TensorEntry entry = located.entry();
    return TensorType.named(entry.type())
        .orElseThrow(() -> TensorType.unread(located.file().file(), entry));
  }

  /** A sum is finite only where all numbers are, and is much faster than to look at each. */
  private void checkFinite(Located located, String name, DataType type, float total) {
    if (!Float.isFinite(total)) {
      NumberCheck.of(located, type)
          .problem()
          .ifPresent(
              problem -> {
                throw new ModelLoadException(
                    "%s: tensor %s: %s"
                        .formatted(located.file().file(), files.shown(name), problem));
              });
    }
  }
}

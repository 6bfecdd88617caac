package dev.frameloom.weights;

import ai.djl.ndarray.types.DataType;
import dev.frameloom.weights.WeightFiles.Located;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A look at every number of a stored tensor.
 *
 * @param count numbers in it
 * @param broken how many are not finite
 * @param firstBroken index of the first of these, row-major
 * @param large how many are beyond half precision, if that is asked for
 * @param firstLarge index of the first of these
 * @param example the first of these
 */
record NumberCheck(
    int count, int broken, int firstBroken, int large, int firstLarge, float example) {

  /** What is beyond this rounds to infinity. */
  private static final float HALF = 65520;

  /**
   * Looks.
   *
   * @param type that the tensor is converted to
   */
  static NumberCheck of(Located located, DataType type) {
    TensorType stored = TensorType.named(located.entry().type()).orElseThrow();
    ByteBuffer bytes = located.file().map(located.entry());
    int count = (int) located.entry().count();
    boolean half = type == DataType.FLOAT16;
    int broken = 0;
    int firstBroken = -1;
    int large = 0;
    int firstLarge = -1;
    float example = 0;
    for (int i = 0; i < count; i++) {
      float value = stored.value(bytes, i);
      if (!Float.isFinite(value)) {
        firstBroken = broken++ == 0 ? i : firstBroken;
      } else if (half && Math.abs(value) >= HALF) {
        example = large == 0 ? value : example;
        firstLarge = large++ == 0 ? i : firstLarge;
      }
    }
    return new NumberCheck(count, broken, firstBroken, large, firstLarge, example);
  }

  /** What is wrong, for people. */
  Optional<String> problem() {
    if (broken > 0) {
      return Optional.of(
          "expected finite numbers, found %d of %d that are not (NaN or infinite), the first at index %d. The file is damaged or was saved from a training that failed"
              .formatted(broken, count, firstBroken));
    }
    if (large > 0) {
      return Optional.of(
          "expected numbers below 65520 for half precision, found %d of %d beyond, the first %s at index %d. Run this model in bf16 or in single precision"
              .formatted(large, count, example, firstLarge));
    }
    return Optional.empty();
  }
}

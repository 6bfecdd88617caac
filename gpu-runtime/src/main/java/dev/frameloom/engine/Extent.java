package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Locale;

/**
 * How far the numbers of an array reach.
 *
 * @param least of the finite ones
 * @param largest of the finite ones
 * @param notFinite how many are none
 * @param count of all
 */
public record Extent(float least, float largest, long notFinite, long count) {

  /** Whether all numbers of an array are finite: one kernel, and one number brought over. */
  public static boolean isFinite(NDArray array) {
    try (NDManager scope = array.getManager().newSubManager()) {
      return Kernels.call(scope, "all_finite", array).getFloat() != 0;
    }
  }

  /** The extent of an array that is not empty. */
  public static Extent of(NDArray array) {
    try (NDManager scope = array.getManager().newSubManager()) {
      float[] found = Kernels.call(scope, "extent", array).toFloatArray();
      return new Extent(found[0], found[1], (long) found[2], array.size());
    }
  }

  /** The largest absolute value. */
  public float reach() {
    return Math.max(Math.abs(least), Math.abs(largest));
  }

  /** As in {@code -3.2 to 5.1e+04}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3g to %.3g", least, largest);
  }
}

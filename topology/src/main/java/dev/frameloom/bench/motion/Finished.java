package dev.frameloom.bench.motion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/** Runs work on a device to its end. */
final class Finished {

  private Finished() {}

  /**
   * Runs it in a scope that ends with it. A device works on after a call: the least number that has
   * to wait for the result is asked for.
   */
  static void run(NDManager scope, Function<NDManager, NDArray> work) {
    try (NDManager inner = scope.newSubManager()) {
      NDArray result = work.apply(inner);
      if (!result.getDevice().equals(Device.cpu())) {
        result.flatten().get(0).toFloatArray();
      }
    }
  }
}

package dev.frameloom.flow;

import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import java.util.function.Function;

/** Tensors for a moment. */
final class TensorScope {

  private TensorScope() {}

  /** Runs something in a scope that ends with it; what it gives is not of tensors. */
  static <T> T with(Function<NDManager, T> work) {
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      return work.apply(scope);
    }
  }
}

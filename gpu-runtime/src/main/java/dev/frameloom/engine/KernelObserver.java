package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Sees kernels as they are called, for diagnosis. */
@FunctionalInterface
public interface KernelObserver {

  /**
   * A kernel was called. Kernels that are called here are not seen.
   *
   * @param kernel its name
   * @param arguments as it was given them
   * @param results alive until this returns
   */
  void called(String kernel, List<Object> arguments, List<NDArray> results);
}

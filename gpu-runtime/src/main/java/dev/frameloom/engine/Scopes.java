package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/** Steps in a scope of their own. */
public final class Scopes {

  private Scopes() {}

  /** Has something closed with a scope, as a file that tensors in it are read from. */
  public static void own(NDManager scope, AutoCloseable resource) {
    scope.attachInternal("owned " + System.identityHashCode(resource), resource);
  }

  /**
   * Runs a step in a child scope. Only its result leaves it; all else is freed when the step ends.
   *
   * @param scope what the result is attached to
   * @param step computes the result in the scope that it is given
   */
  public static NDArray within(NDManager scope, Function<NDManager, NDArray> step) {
    try (NDManager inner = scope.newSubManager()) {
      NDArray result = step.apply(inner);
      result.attach(scope);
      return result;
    }
  }
}

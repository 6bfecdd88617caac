package dev.frameloom.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Extent;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.WeightPlaces;
import java.util.Map;
import java.util.function.Function;

/**
 * A part of a model and the precision that it runs in. Gives results in single precision, and none
 * that is not finite.
 *
 * @param name as {@code unet}
 * @param places where its weights are
 */
record ModelPart(String name, Precision precision, WeightPlaces places) {

  /** What a part computes in the scope that it is given. */
  interface Work extends Function<NDManager, NDArray> {}

  /** An array in the part's precision. */
  NDArray convert(NDManager scope, NDArray array) {
    return precision.convert(scope, array);
  }

  /**
   * Calls the part.
   *
   * @param scope what the result is attached to
   * @param inputs what it computes from, by name
   * @param work the call
   * @param again the same once more, without anything that must not happen twice
   * @throws IllegalArgumentException where an input is not finite
   * @throws NotFiniteException where the result is not
   */
  NDArray call(NDManager scope, Map<String, NDArray> inputs, Work work, Work again) {
    NDArray result =
        Scopes.within(scope, inner -> Precision.FP32.convert(inner, work.apply(inner)));
    if (Extent.isFinite(result)) {
      return result;
    }
    result.close();
    inputs.forEach(ModelPart::requireFinite);
    try (NDManager inner = scope.newSubManager()) {
      throw Attribution.of(this, inner, again);
    }
  }

  private static void requireFinite(String name, NDArray input) {
    Extent extent = Extent.of(input);
    if (extent.notFinite() > 0) {
      throw new IllegalArgumentException(
          "%s: expected finite numbers, found %d of %d that are not"
              .formatted(name, extent.notFinite(), extent.count()));
    }
  }
}

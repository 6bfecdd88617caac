package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the source alone decides of a call of frames that flow: where in the keyframes each token is
 * found, at every site, and what the edited branches take over. Equal for every edit of the source,
 * so that it can be kept from one to the next. Lives in the step's scope.
 */
final class SourceFlow {

  private final NDManager scope;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private Optional<NDArray> residual = Optional.empty();

  /**
   * A site's field of nearest tokens.
   *
   * @param own (n·S), in the call's first keyframe
   * @param other the same in its second, if there is one
   */
  record Field(NDArray own, Optional<NDArray> other) {}

  SourceFlow(NDManager scope) {
    this.scope = scope;
  }

  void keep(String path, Field field) {
    field.own().attach(scope);
    field.other().ifPresent(it -> it.attach(scope));
    fields.put(path, field);
  }

  Field at(String path) {
    return fields.get(path);
  }

  Map<String, Field> fields() {
    return fields;
  }

  /** What a residual block adds, (n, C, h, w). */
  void keepResidual(NDArray array) {
    array.attach(scope);
    residual = Optional.of(array);
  }

  Optional<NDArray> residual() {
    return residual;
  }
}

package dev.frameloom.flow.gmflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import java.util.ArrayList;
import java.util.List;

/** Means of values over all tokens, by how well these match: softmax(q·kᵀ/√C)·v. */
final class Matching {

  /** What scores may take at a time, before and after the softmax. */
  private static final long SCORE_BYTES = 256L << 20;

  private Matching() {}

  /**
   * Some queries at a time: the scores of all are as large as all pairs of pixels.
   *
   * @param queries (B, S, C)
   * @param keys (B, S, C)
   * @param values (B or 1, S, V)
   * @return (B, S, V)
   */
  static NDArray of(NDManager scope, NDArray queries, NDArray keys, NDArray values) {
    return of(scope, queries, keys, values, SCORE_BYTES);
  }

  /** The same with scores of at most so many bytes at a time, or of one query. */
  static NDArray of(
      NDManager scope, NDArray queries, NDArray keys, NDArray values, long scoreBytes) {
    int tokens = (int) queries.getShape().get(1);
    double scale = 1 / Math.sqrt((double) queries.getShape().get(2));
    long perRow = 8L * queries.getShape().get(0) * tokens;
    int rows = (int) Math.max(1, Math.min(tokens, scoreBytes / perRow));
    List<NDArray> parts = new ArrayList<>();
    for (int start = 0; start < tokens; start += rows) {
      int from = start;
      int end = Math.min(tokens, start + rows);
      parts.add(
          Scopes.within(
              scope,
              inner -> {
                NDArray some = Kernels.call(inner, "token_rows", queries, from, end, 1);
                return Kernels.call(inner, "matched", some, keys, values, scale);
              }));
    }
    return parts.size() == 1
        ? parts.get(0)
        : Kernels.call(scope, "concat", new TensorList(scope, parts), 1);
  }
}

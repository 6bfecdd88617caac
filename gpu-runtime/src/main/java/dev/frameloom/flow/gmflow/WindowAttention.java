package dev.frameloom.flow.gmflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention of one head in windows, and what it adds to tokens: (B, S, C) and (B, S, C) to (B, S,
 * C). With a feed-forward if the weights have one.
 */
final class WindowAttention {

  /** What the mask of shifted windows may take at a time. */
  private static final long MASK_BYTES = 64L << 20;

  private final TensorList query;
  private final TensorList key;
  private final TensorList value;
  private final TensorList message;
  private final String kernel;

  /** Without a feed-forward. */
  WindowAttention(Weights weights, long channels) {
    this(weights, channels, List.of(), "message_added");
  }

  /** With a feed-forward, so many times as wide. */
  WindowAttention(Weights weights, long channels, long expansion) {
    this(
        weights,
        channels,
        List.of(
            weights.tensor("mlp.0.weight", 2 * channels * expansion, 2 * channels),
            weights.tensor("mlp.2.weight", channels, 2 * channels * expansion),
            weights.tensor("norm2.weight", channels),
            weights.tensor("norm2.bias", channels)),
        "message_fed");
  }

  private WindowAttention(Weights weights, long channels, List<NDArray> fed, String kernel) {
    query = weights.list(weights.tensor("q_proj.weight", channels, channels));
    key = weights.list(weights.tensor("k_proj.weight", channels, channels));
    value = weights.list(weights.tensor("v_proj.weight", channels, channels));
    List<NDArray> tensors = new ArrayList<>();
    tensors.add(weights.tensor("merge.weight", channels, channels));
    tensors.add(weights.tensor("norm1.weight", channels));
    tensors.add(weights.tensor("norm1.bias", channels));
    tensors.addAll(fed);
    message = new TensorList(weights.owner(), tensors);
    this.kernel = kernel;
  }

  /**
   * Adds to tokens what they find in others.
   *
   * @param others of the same places, in the other picture or the same tokens again
   */
  NDArray apply(NDManager scope, NDArray tokens, NDArray others, WindowGrid grid) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray q = windows(inner, tokens, query, grid);
          NDArray k = windows(inner, others, key, grid);
          NDArray v = windows(inner, others, value, grid);
          NDArray attended =
              grid.shifted()
                  ? masked(inner, q, k, v, grid, MASK_BYTES)
                  : Kernels.call(inner, "attention", q, k, v);
          return Kernels.call(
              inner,
              kernel,
              tokens,
              attended,
              message,
              grid.height(),
              grid.width(),
              grid.splits(),
              grid.up(),
              grid.left());
        });
  }

  private static NDArray windows(NDManager scope, NDArray x, TensorList weight, WindowGrid grid) {
    return Kernels.call(
        scope,
        "projected_windows",
        x,
        weight,
        grid.height(),
        grid.width(),
        grid.splits(),
        grid.up(),
        grid.left());
  }

  /**
   * Attention in shifted windows, some queries at a time: the mask of all is as large as all pairs
   * of tokens of a window.
   *
   * @param maskBytes that the mask takes at most at a time, unless one query needs more
   */
  static NDArray masked(
      NDManager scope, NDArray q, NDArray k, NDArray v, WindowGrid grid, long maskBytes) {
    NDArray regions = grid.regions(scope);
    int tokens = grid.tokens();
    long perRow = 4L * grid.splits() * grid.splits() * tokens;
    int rows = (int) Math.max(1, Math.min(tokens, maskBytes / perRow));
    List<NDArray> parts = new ArrayList<>();
    for (int start = 0; start < tokens; start += rows) {
      int end = Math.min(tokens, start + rows);
      int from = start;
      parts.add(
          Scopes.within(
              scope,
              inner -> {
                NDArray some = Kernels.call(inner, "token_rows", regions, from, end, 1);
                NDArray mask = Kernels.call(inner, "regions_mask", some, regions);
                NDArray queries = Kernels.call(inner, "token_rows", q, from, end, 2);
                return Kernels.call(inner, "masked_attention", queries, k, v, mask);
              }));
    }
    return parts.size() == 1
        ? parts.get(0)
        : Kernels.call(scope, "concat", new TensorList(scope, parts), 2);
  }
}

package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.List;

/** Self attention of one head over a picture, with the input added: (B, C, H, W) to the same. */
final class VaeAttention {

  private static final double EPSILON = 1e-6;

  private final int groups;
  private final TensorList in;
  private final TensorList out;

  /** Reads today's names ({@code to_q} …) or those of older checkpoints ({@code query} …). */
  VaeAttention(Weights weights, int channels, int groups) {
    this.groups = groups;
    boolean older = weights.has("query.weight");
    Weights norm = weights.at("group_norm");
    try (NDManager parts = weights.owner().newSubManager()) {
      List<Weights> projections =
          List.of(
              weights.at(older ? "query" : "to_q"),
              weights.at(older ? "key" : "to_k"),
              weights.at(older ? "value" : "to_v"));
      List<NDArray> matrices = projections.stream().map(it -> matrix(parts, it, channels)).toList();
      List<NDArray> biases =
          projections.stream().map(it -> it.tensor(parts, "bias", channels)).toList();
      in =
          weights.list(
              norm.tensor("weight", channels),
              norm.tensor("bias", channels),
              Kernels.call(weights.owner(), "concat", new TensorList(parts, matrices), 0),
              Kernels.call(weights.owner(), "concat", new TensorList(parts, biases), 0));
      Weights last = weights.at(older ? "proj_attn" : "to_out.0");
      NDArray matrix = matrix(parts, last, channels);
      out = weights.list(matrix, last.tensor("bias", channels));
    }
  }

  private static NDArray matrix(NDManager scope, Weights weights, int channels) {
    if (weights.isOfRank("weight", 4)) {
      // (C, C, 1, 1) -> (C, C)
      return weights.tensor(scope, "weight", channels, channels, 1, 1).reshape(channels, channels);
    }
    return weights.tensor(scope, "weight", channels, channels);
  }

  NDArray apply(NDManager outer, NDArray x) {
    return Scopes.within(
        outer,
        scope -> {
          List<NDArray> qkv =
              Kernels.callTuple(scope, "picture_projections", x, in, groups, EPSILON);
          NDArray attended = Kernels.call(scope, "attention", qkv.get(0), qkv.get(1), qkv.get(2));
          NDArray tokens = Kernels.call(scope, "merge_heads", attended);
          return Kernels.call(scope, "tokens_out", tokens, x, out);
        });
  }
}

package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Bands;
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
    List<String> projections =
        older ? List.of("query", "key", "value") : List.of("to_q", "to_k", "to_v");
    in =
        weights.list(
            norm.tensor("weight", channels),
            norm.tensor("bias", channels),
            weights.rows(
                projections.stream().map(it -> it + ".weight").toList(), channels, channels),
            weights.rows(projections.stream().map(it -> it + ".bias").toList(), channels));
    Weights last = weights.at(older ? "proj_attn" : "to_out.0");
    out = weights.list(last.matrix("weight", channels, channels), last.tensor("bias", channels));
  }

  /** Bands are joined: every place sees all others, and at this size that is little memory. */
  Bands apply(Bands x) {
    return x.isWhole() ? x.whole(this::apply) : x.joined(this::apply);
  }

  private NDArray apply(NDManager outer, NDArray x) {
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

package dev.frameloom.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.List;

/**
 * CLIP's text encoder: token ids (B, 77) to embeddings (B, 77, E), the last layer after its norm.
 * Every token sees those before it; padding is not masked. Complete after construction.
 */
public final class ClipTextEncoder {

  private final TextEncoderConfig config;
  private final TensorList embedding;
  private final ClipTransformer layers;
  private final TensorList finalNorm;

  /** Reads all weights. */
  public ClipTextEncoder(TextEncoderConfig config, Weights part) {
    this.config = config;
    boolean nested = part.has("text_model.embeddings.token_embedding.weight");
    Weights weights =
        nested || !part.has("embeddings.token_embedding.weight") ? part.at("text_model") : part;
    Weights embeddings = weights.at("embeddings");
    embedding =
        weights.list(
            embeddings.tensor("token_embedding.weight", config.vocabulary(), config.size()),
            embeddings.tensor("position_embedding.weight", config.positions(), config.size()));
    layers =
        new ClipTransformer(
            config.transformer(), ClipTransformer.Attention.CAUSAL, weights.at("encoder"));
    Weights norm = weights.at("final_layer_norm");
    finalNorm =
        weights.list(norm.tensor("weight", config.size()), norm.tensor("bias", config.size()));
  }

  /** Layers that the encoder has. */
  public int layers() {
    return layers.layers();
  }

  /**
   * Embeds prompts.
   *
   * @param scope what the result is attached to
   * @param prompts token ids, 77 each
   * @return (B, 77, E)
   */
  public NDArray encode(NDManager scope, List<List<Integer>> prompts) {
    return encode(scope, prompts, 0);
  }

  /**
   * Embeds prompts without the last layers, as models do that were trained so. The final norm is
   * applied all the same.
   *
   * @param skipped layers that are left out, 0 to all: as diffusers counts {@code clip_skip}, and
   *     one less than what other programs call by that name
   * @return (B, 77, E)
   */
  public NDArray encode(NDManager scope, List<List<Integer>> prompts, int skipped) {
    if (skipped < 0 || skipped > layers()) {
      throw new IllegalArgumentException(
          "expected 0 to " + layers() + " layers to skip, found " + skipped);
    }
    return Scopes.within(
        scope,
        inner -> {
          NDArray x = Kernels.call(inner, "text_embedding", ids(inner, prompts), embedding);
          x = layers.apply(inner, x, layers() - skipped);
          return Kernels.call(inner, "layer_norm", x, finalNorm, config.epsilon());
        });
  }

  private NDArray ids(NDManager scope, List<List<Integer>> prompts) {
    long[] ids = prompts.stream().flatMap(List::stream).mapToLong(Integer::longValue).toArray();
    int length = prompts.isEmpty() ? 0 : prompts.get(0).size();
    if (length < 1
        || length > config.positions()
        || prompts.stream().anyMatch(prompt -> prompt.size() != length)) {
      throw new IllegalArgumentException(
          "expected prompts of the same 1 to " + config.positions() + " tokens");
    }
    for (long id : ids) {
      if (id < 0 || id >= config.vocabulary()) {
        throw new IllegalArgumentException(
            "expected token ids below "
                + config.vocabulary()
                + ", found "
                + id
                + ". The tokenizer and the text encoder are of different models");
      }
    }
    return scope.create(ids, new Shape(prompts.size(), length));
  }
}

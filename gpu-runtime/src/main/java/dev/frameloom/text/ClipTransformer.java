package dev.frameloom.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers that both of CLIP's encoders are made of: tokens (B, S, E) to as many. Complete after
 * construction.
 */
public final class ClipTransformer {

  private final Size size;
  private final Attention attention;
  private final List<Layer> layers = new ArrayList<>();

  /** What a token sees. */
  public enum Attention {
    /** Those before it and itself: a text. */
    CAUSAL("causal_attention"),
    /** All: the patches of a picture. */
    FULL("attention");

    private final String kernel;

    Attention(String kernel) {
      this.kernel = kernel;
    }
  }

  /**
   * How large it is.
   *
   * @param size E, of a token
   * @param inner size of the feed-forward's inner layer
   * @param layers how many
   * @param heads attention heads
   * @param quickGelu whether GELU is approximated by x · σ(1.702 x)
   * @param epsilon of the layer norms
   */
  public record Size(
      int size, int inner, int layers, int heads, boolean quickGelu, double epsilon) {}

  private record Layer(TensorList attentionIn, TensorList attentionOut, TensorList feedForward) {}

  /**
   * Reads all weights.
   *
   * @param encoder where {@code layers.0} is
   */
  public ClipTransformer(Size size, Attention attention, Weights encoder) {
    this.size = size;
    this.attention = attention;
    for (int i = 0; i < size.layers(); i++) {
      layers.add(layer(encoder.at("layers", i), size.size(), size.inner()));
    }
  }

  private static Layer layer(Weights weights, int size, int inner) {
    Weights attention = weights.at("self_attn");
    List<String> projections = List.of("q_proj", "k_proj", "v_proj");
    TensorList in =
        weights.list(
            weights.tensor("layer_norm1.weight", size),
            weights.tensor("layer_norm1.bias", size),
            attention.rows(projections.stream().map(it -> it + ".weight").toList(), size, size),
            attention.rows(projections.stream().map(it -> it + ".bias").toList(), size));
    Weights mlp = weights.at("mlp");
    TensorList feedForward =
        weights.list(
            weights.tensor("layer_norm2.weight", size),
            weights.tensor("layer_norm2.bias", size),
            mlp.tensor("fc1.weight", inner, size),
            mlp.tensor("fc1.bias", inner),
            mlp.tensor("fc2.weight", size, inner),
            mlp.tensor("fc2.bias", size));
    return new Layer(in, attention.at("out_proj").linear(size, size), feedForward);
  }

  /** Layers that there are. */
  public int layers() {
    return layers.size();
  }

  /**
   * Runs the first layers.
   *
   * @param scope what the result is attached to
   * @param tokens (B, S, E)
   * @param count how many layers, up to all
   * @return (B, S, E); the tokens themselves where no layer runs
   */
  public NDArray apply(NDManager scope, NDArray tokens, int count) {
    NDArray x = tokens;
    for (Layer layer : layers.subList(0, count)) {
      x = apply(scope, layer, x);
    }
    return x;
  }

  private NDArray apply(NDManager outer, Layer layer, NDArray tokens) {
    return Scopes.within(
        outer,
        scope -> {
          List<NDArray> qkv =
              Kernels.callTuple(
                  scope,
                  "self_projections",
                  tokens,
                  layer.attentionIn(),
                  size.heads(),
                  size.epsilon());
          NDArray attended =
              Kernels.call(scope, attention.kernel, qkv.get(0), qkv.get(1), qkv.get(2));
          NDArray x = Kernels.call(scope, "attention_out", tokens, attended, layer.attentionOut());
          return Kernels.call(
              scope, "feed_forward_text", x, layer.feedForward(), size.epsilon(), size.quickGelu());
        });
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.unet.AttentionSite.Kind;
import dev.frameloom.weights.Weights;
import java.util.List;

/**
 * x += attn1(norm1 x); x += attn2(norm2 x, text); x += GEGLU(norm3 x). Tokens are (B, S, C), text
 * is (B, T, E).
 */
final class TransformerBlock {

  private static final double EPSILON = 1e-5;

  private final String path;
  private final int heads;
  private final TensorList selfIn;
  private final TensorList selfOut;
  private final TensorList crossIn;
  private final TensorList crossOut;
  private final TensorList feedForward;

  TransformerBlock(Weights weights, int channels, int heads, int contextSize) {
    this.path = weights.path();
    this.heads = heads;
    Weights self = weights.at("attn1");
    selfIn =
        weights.list(
            weights.tensor("norm1.weight", channels),
            weights.tensor("norm1.bias", channels),
            self.rows(List.of("to_q.weight", "to_k.weight", "to_v.weight"), channels, channels));
    selfOut = self.at("to_out.0").linear(channels, channels);
    Weights cross = weights.at("attn2");
    crossIn =
        weights.list(
            weights.tensor("norm2.weight", channels),
            weights.tensor("norm2.bias", channels),
            cross.tensor("to_q.weight", channels, channels),
            cross.rows(List.of("to_k.weight", "to_v.weight"), channels, contextSize));
    crossOut = cross.at("to_out.0").linear(channels, channels);
    long inner = 4L * channels;
    feedForward =
        weights.list(
            weights.tensor("norm3.weight", channels),
            weights.tensor("norm3.bias", channels),
            weights.tensor("ff.net.0.proj.weight", 2 * inner, channels),
            weights.tensor("ff.net.0.proj.bias", 2 * inner),
            weights.tensor("ff.net.2.weight", channels, inner),
            weights.tensor("ff.net.2.bias", channels));
  }

  NDArray apply(NDManager outer, NDArray tokens, UNetCall call, int height, int width) {
    return Scopes.within(outer, scope -> attendAndFeed(scope, tokens, call, height, width));
  }

  private NDArray attendAndFeed(
      NDManager scope, NDArray tokens, UNetCall call, int height, int width) {
    int rows = (int) tokens.getShape().get(0);
    AttentionSite self = new AttentionSite(path + ".attn1", Kind.SELF, rows, height, width);
    AttentionSite cross = new AttentionSite(path + ".attn2", Kind.CROSS, rows, height, width);
    // each in a scope of its own: the feed-forward takes the most memory, nothing is left for it
    NDArray x = Scopes.within(scope, it -> selfAttention(it, tokens, call.hooks(), self));
    NDArray y = Scopes.within(scope, it -> crossAttention(it, x, call, cross));
    x.close();
    return Kernels.call(scope, "feed_forward_geglu", y, feedForward, EPSILON);
  }

  /**
   * x + attn1(norm1 x): in two kernels and the attention, or in parts where a method reaches in.
   */
  private NDArray selfAttention(NDManager scope, NDArray x, UNetHooks hooks, AttentionSite site) {
    if (hooks.subLayers() == SubLayerProcessor.STANDARD) {
      List<NDArray> self = Kernels.callTuple(scope, "self_projections", x, selfIn, heads, EPSILON);
      return Kernels.call(scope, "attention_out", x, attended(hooks, site, self), selfOut);
    }
    SubLayer inner =
        normed -> {
          List<NDArray> self =
              Kernels.callTuple(scope, "normed_projections", normed, selfIn, heads);
          AttentionSite within = site.ofRows((int) normed.getShape().get(0));
          return Kernels.call(scope, "attention_result", attended(hooks, within, self), selfOut);
        };
    NDArray normed = Kernels.call(scope, "tokens_normed", x, selfIn, EPSILON);
    NDArray result = hooks.subLayers().selfAttention(site, normed, inner);
    Results.check(site.path(), result, x.getShape().getShape());
    return Kernels.call(scope, "add", x, result);
  }

  /** x + attn2(norm2 x, text). */
  private NDArray crossAttention(NDManager scope, NDArray x, UNetCall call, AttentionSite site) {
    List<NDArray> cross =
        Kernels.callTuple(scope, "cross_projections", x, call.text(), crossIn, heads, EPSILON);
    return Kernels.call(scope, "attention_out", x, attended(call.hooks(), site, cross), crossOut);
  }

  private static NDArray attended(UNetHooks hooks, AttentionSite site, List<NDArray> projected) {
    NDArray q = projected.get(0);
    NDArray result = hooks.attention().attend(site, q, projected.get(1), projected.get(2));
    Results.check(site.path(), result, q.getShape().getShape());
    return result;
  }
}

package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Oracles of {@code kernels/transformer.torchscript}. */
final class TransformerKernels {

  private static final double EPSILON = 1e-5;

  private TransformerKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("tokens_in", "2x8x5x3", trial -> tokensIn(trial, 2, 8, 5, 3)),
        new KernelCase("tokens_in", "1x4x1x7", trial -> tokensIn(trial, 1, 4, 1, 7)),
        new KernelCase("tokens_out", "2x8x5x3", trial -> tokensOut(trial, 2, 8, 5, 3)),
        new KernelCase("split_heads", "2x5x6", TransformerKernels::splitHeads),
        new KernelCase("merge_heads", "2x3x5x2", TransformerKernels::mergeHeads),
        new KernelCase("self_projections", "2x5x6, 3 heads", trial -> self(trial, 2, 3, false)),
        new KernelCase(
            "self_projections", "1x5x6, 2 heads, bias", trial -> self(trial, 1, 2, true)),
        new KernelCase("tokens_normed", "2x5x6", TransformerKernels::normed),
        new KernelCase("normed_projections", "2x5x6, 3 heads", trial -> projections(trial, 2, 3)),
        new KernelCase("cross_projections", "2x5x6, 3 heads", trial -> cross(trial, 2, 3)),
        new KernelCase("cross_projections", "3x5x6, 1 head", trial -> cross(trial, 3, 1)),
        new KernelCase("attention", "2x3x5x4, 7 keys", trial -> attention(trial, 2, 3, 5, 7, 4)),
        new KernelCase("attention", "1x1x1x40", trial -> attention(trial, 1, 1, 1, 1, 40)),
        new KernelCase(
            "attention", "1x2x67x5, 515 keys", trial -> attention(trial, 1, 2, 67, 515, 5)),
        new KernelCase("attention_out", "2x5x6", TransformerKernels::attentionOut),
        new KernelCase("attention_result", "2x5x6", TransformerKernels::attentionResult),
        new KernelCase("feed_forward_geglu", "2x5x6", trial -> feedForward(trial, 2, 5, 6)),
        new KernelCase("feed_forward_geglu", "1x1x16", trial -> feedForward(trial, 1, 1, 16)));
  }

  private static void tokensIn(KernelTrial trial, int rows, int channels, int height, int width) {
    NDArray[] w = {
      trial.random("n", channels), trial.random("nb", channels),
      trial.weight("p", channels, channels), trial.random("pb", channels)
    };
    for (NDArray x : pictures(trial, rows, channels, height, width)) {
      NDArray h = Plain.tokens(Plain.groupNorm(x, w[0], w[1], 4, 1e-6));
      NDArray expected = Plain.linear(h, w[2], w[3]);
      trial.assertClose(expected, trial.call(x, trial.list(w), 4, 1e-6));
    }
  }

  private static List<NDArray> pictures(KernelTrial trial, long... shape) {
    return List.of(trial.random("x", shape), trial.channelsLast("x", shape));
  }

  private static void tokensOut(KernelTrial trial, int rows, int channels, int height, int width) {
    NDArray tokens = trial.random("t", rows, (long) height * width, channels);
    NDArray w = trial.weight("w", channels, channels);
    NDArray b = trial.random("b", channels);
    for (NDArray x : pictures(trial, rows, channels, height, width)) {
      NDArray expected = x.add(Plain.picture(Plain.linear(tokens, w, b), x));
      trial.assertClose(expected, trial.call(tokens, x, trial.list(w, b)));
    }
  }

  private static void splitHeads(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 5, 6);
    trial.assertClose(Plain.split(x, 3), trial.call(x, 3));
  }

  private static void mergeHeads(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 5, 2);
    trial.assertClose(Plain.merge(x), trial.call(x));
  }

  private static void self(KernelTrial trial, int rows, int heads, boolean biased) {
    NDArray x = trial.random("x", rows, 5, 6);
    NDArray norm = trial.random("n", 6);
    NDArray shift = trial.random("nb", 6);
    NDArray w = trial.weight("w", 18, 6);
    NDArray b = trial.random("b", 18);
    NDArray h = Plain.layerNorm(x, norm, shift, EPSILON);
    NDArray all = biased ? Plain.linear(h, w, b) : Plain.linear(h, w);
    TensorList list = biased ? trial.list(norm, shift, w, b) : trial.list(norm, shift, w);
    List<NDArray> found = trial.callTuple(x, list, heads, EPSILON);
    for (int i = 0; i < 3; i++) {
      NDArray part = all.get(":, :, {}:{}", 6 * i, 6 * i + 6);
      trial.assertClose(Plain.split(part, heads), found.get(i));
    }
  }

  private static void normed(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 5, 6);
    NDArray norm = trial.random("n", 6);
    NDArray shift = trial.random("nb", 6);
    NDArray expected = Plain.layerNorm(x, norm, shift, EPSILON);
    trial.assertClose(expected, trial.call(x, trial.list(norm, shift), EPSILON));
  }

  /** The norm's weights come first in the list and are not used. */
  private static void projections(KernelTrial trial, int rows, int heads) {
    NDArray h = trial.random("h", rows, 5, 6);
    NDArray unused = trial.random("n", 6);
    NDArray w = trial.weight("w", 18, 6);
    NDArray all = Plain.linear(h, w);
    List<NDArray> found = trial.callTuple(h, trial.list(unused, unused, w), heads);
    for (int i = 0; i < 3; i++) {
      NDArray part = all.get(":, :, {}:{}", 6 * i, 6 * i + 6);
      trial.assertClose(Plain.split(part, heads), found.get(i));
    }
  }

  private static void cross(KernelTrial trial, int rows, int heads) {
    NDArray x = trial.random("x", rows, 5, 6);
    NDArray text = trial.random("text", rows, 7, 4);
    NDArray norm = trial.random("n", 6);
    NDArray shift = trial.random("nb", 6);
    NDArray queries = trial.weight("q", 6, 6);
    NDArray both = trial.weight("kv", 12, 4);
    List<NDArray> found =
        trial.callTuple(x, text, trial.list(norm, shift, queries, both), heads, EPSILON);
    NDArray h = Plain.layerNorm(x, norm, shift, EPSILON);
    trial.assertClose(Plain.split(Plain.linear(h, queries), heads), found.get(0));
    NDArray keyed = Plain.linear(text, both);
    trial.assertClose(Plain.split(keyed.get(":, :, :6"), heads), found.get(1));
    trial.assertClose(Plain.split(keyed.get(":, :, 6:"), heads), found.get(2));
  }

  private static void attention(
      KernelTrial trial, int rows, int heads, int queries, int keys, int depth) {
    NDArray q = trial.random("q", rows, heads, queries, depth);
    NDArray k = trial.random("k", rows, heads, keys, depth);
    NDArray v = trial.random("v", rows, heads, keys, depth);
    trial.assertClose(Plain.attention(q, k, v, false), trial.call(q, k, v));
    // as projections hand them over: (B, S, H, D) in memory
    NDArray strided = trial.known(q.transpose(0, 2, 1, 3).duplicate().transpose(0, 2, 1, 3));
    trial.assertClose(Plain.attention(q, k, v, false), trial.call(strided, k, v));
  }

  private static void attentionOut(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 5, 6);
    NDArray attended = trial.random("a", 2, 3, 5, 2);
    NDArray w = trial.weight("w", 6, 6);
    NDArray b = trial.random("b", 6);
    NDArray expected = x.add(Plain.linear(Plain.merge(attended), w, b));
    trial.assertClose(expected, trial.call(x, attended, trial.list(w, b)));
  }

  private static void attentionResult(KernelTrial trial) {
    NDArray attended = trial.random("a", 2, 3, 5, 2);
    NDArray w = trial.weight("w", 6, 6);
    NDArray b = trial.random("b", 6);
    NDArray expected = Plain.linear(Plain.merge(attended), w, b);
    trial.assertClose(expected, trial.call(attended, trial.list(w, b)));
  }

  private static void feedForward(KernelTrial trial, int rows, int tokens, int channels) {
    NDArray x = trial.random("x", rows, tokens, channels);
    NDArray[] w = {
      trial.random("n", channels),
      trial.random("nb", channels),
      trial.weight("w1", 8L * channels, channels),
      trial.random("b1", 8L * channels),
      trial.weight("w2", channels, 4L * channels),
      trial.random("b2", channels)
    };
    NDArray h = Plain.linear(Plain.layerNorm(x, w[0], w[1], EPSILON), w[2], w[3]);
    NDArray gated =
        h.get(":, :, :{}", 4 * channels).mul(Plain.gelu(h.get(":, :, {}:", 4 * channels)));
    NDArray expected = x.add(Plain.linear(gated, w[4], w[5]));
    trial.assertClose(expected, trial.call(x, trial.list(w), EPSILON));
  }
}

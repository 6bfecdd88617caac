package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/gmflow.torchscript}. */
final class GmFlowKernels {

  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;
  private static final int CHANNELS = 3;

  private GmFlowKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("placed_tokens", "2x3x4x6", GmFlowKernels::placed),
        new KernelCase("tokens_picture", "2x24x3", GmFlowKernels::picture),
        new KernelCase("halves_swapped", "4x2x3", GmFlowKernels::swapped),
        new KernelCase("projected_windows", "in place", trial -> projected(trial, 0, 0)),
        new KernelCase("projected_windows", "moved", trial -> projected(trial, 1, 2)),
        new KernelCase("windows_joined", "in place", trial -> joined(trial, 0, 0)),
        new KernelCase("windows_joined", "moved", trial -> joined(trial, 1, 2)),
        new KernelCase("regions_mask", "4x2 and 4x6", GmFlowKernels::regions),
        new KernelCase("masked_attention", "2x4x2x3, 6 keys", GmFlowKernels::masked),
        new KernelCase("window_message", "in place", trial -> message(trial, 0, 0)),
        new KernelCase("window_message", "moved", trial -> message(trial, 1, 1)),
        new KernelCase("message_added", "moved", GmFlowKernels::added),
        new KernelCase("message_fed", "moved", GmFlowKernels::fed),
        new KernelCase("matched", "2x5x4, 7 keys of each", trial -> matched(trial, 2)),
        new KernelCase("matched", "2x5x4, 7 keys, values of all", trial -> matched(trial, 1)),
        new KernelCase("token_rows", "3x5x4", GmFlowKernels::rows));
  }

  private static void placed(KernelTrial trial) {
    NDArray positions = trial.random("positions", 1, CHANNELS, HEIGHT, WIDTH);
    NDArray x = trial.channelsLast("x", 2, CHANNELS, HEIGHT, WIDTH);
    trial.assertClose(Plain.tokens(x.add(positions)), trial.call(x, positions));
  }

  private static void picture(KernelTrial trial) {
    NDArray x = trial.random("x", 2, HEIGHT * WIDTH, CHANNELS);
    NDArray like = trial.scope().zeros(new Shape(2, CHANNELS, HEIGHT, WIDTH));
    trial.assertClose(Plain.picture(x, like), trial.call(x, HEIGHT, WIDTH));
  }

  private static void swapped(KernelTrial trial) {
    NDArray x = trial.random("x", 4, 2, 3);
    trial.assertClose(x.get("2:").concat(x.get(":2")), trial.call(x));
  }

  /** Number of the token that is in a place of a window: two by two windows. */
  private static int token(int window, int place, int up, int left) {
    int y = (window / 2 * 2 + place / 3 + up) % HEIGHT;
    int x = (window % 2 * 3 + place % 3 + left) % WIDTH;
    return y * WIDTH + x;
  }

  /** (B, S, C) to (B, 4, S/4, C) */
  private static NDArray windows(NDArray tokens, int up, int left) {
    float[] windows = new float[(int) tokens.size()];
    for (int i = 0; i < windows.length; i++) {
      int row = i / CHANNELS;
      int from = token(row / 6 % 4, row % 6, up, left);
      windows[i] = tokens.getFloat(row / 24, from, i % CHANNELS);
    }
    return tokens.getManager().create(windows, new Shape(2, 4, 6, CHANNELS));
  }

  /** (B, 4, S/4, C) to (B, S, C) */
  private static NDArray joined(NDArray windows, int up, int left) {
    float[] tokens = new float[(int) windows.size()];
    float[] values = windows.toFloatArray();
    for (int i = 0; i < tokens.length; i++) {
      int row = i / CHANNELS;
      int to = row / 24 * 24 + token(row / 6 % 4, row % 6, up, left);
      tokens[to * CHANNELS + i % CHANNELS] = values[i];
    }
    return windows.getManager().create(tokens, new Shape(2, 24, CHANNELS));
  }

  private static void projected(KernelTrial trial, int up, int left) {
    NDArray x = trial.random("x", 2, 24, CHANNELS);
    NDArray w = trial.weight("w", CHANNELS, CHANNELS);
    NDArray expected = windows(Plain.linear(x, w), up, left);
    trial.assertClose(expected, trial.call(x, trial.list(w), HEIGHT, WIDTH, 2, up, left));
  }

  private static void joined(KernelTrial trial, int up, int left) {
    NDArray x = trial.random("x", 2, 4, 6, CHANNELS);
    trial.assertClose(joined(x, up, left), trial.call(x, HEIGHT, WIDTH, 2, up, left));
  }

  private static void regions(KernelTrial trial) {
    NDArray keys = trial.known(trial.random("keys", 4, 6).mul(1.5).round());
    NDArray queries = keys.get(":, 1:3");
    float[] expected = new float[4 * 2 * 6];
    for (int i = 0; i < expected.length; i++) {
      float query = queries.getFloat(i / 12, i / 6 % 2);
      expected[i] = query == keys.getFloat(i / 12, i % 6) ? 0 : -100;
    }
    NDArray plain = trial.scope().create(expected, new Shape(1, 4, 2, 6));
    trial.assertClose(plain, trial.call(queries, keys));
  }

  /** Keys that are masked are as good as absent. */
  private static void masked(KernelTrial trial) {
    NDArray q = trial.random("q", 2, 4, 2, CHANNELS);
    NDArray k = trial.random("k", 2, 4, 6, CHANNELS);
    NDArray v = trial.random("v", 2, 4, 6, CHANNELS);
    NDArray none = trial.scope().zeros(new Shape(1, 4, 2, 4));
    NDArray hidden = trial.scope().full(new Shape(1, 4, 2, 2), -100f);
    NDArray mask = trial.known(none.concat(hidden, 3));
    NDArray expected = Plain.attention(q, k.get(":, :, :4"), v.get(":, :, :4"), false);
    trial.assertClose(expected, trial.call(q, k, v, mask));
  }

  private static NDArray[] weights(KernelTrial trial) {
    return new NDArray[] {
      trial.weight("merge", CHANNELS, CHANNELS),
      trial.random("norm1", CHANNELS),
      trial.random("bias1", CHANNELS),
      trial.weight("first", 8, 2 * CHANNELS),
      trial.weight("second", CHANNELS, 8),
      trial.random("norm2", CHANNELS),
      trial.random("bias2", CHANNELS)
    };
  }

  private static NDArray said(NDArray windows, int up, int left, NDArray... w) {
    return Plain.layerNorm(Plain.linear(joined(windows, up, left), w[0]), w[1], w[2], 1e-5);
  }

  private static void message(KernelTrial trial, int up, int left) {
    NDArray windows = trial.random("windows", 2, 4, 6, CHANNELS);
    NDArray[] w = weights(trial);
    NDArray found = trial.call(windows, trial.list(w), HEIGHT, WIDTH, 2, up, left);
    trial.assertClose(said(windows, up, left, w), found);
  }

  private static void added(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 24, CHANNELS);
    NDArray windows = trial.random("windows", 2, 4, 6, CHANNELS);
    NDArray[] w = weights(trial);
    NDArray found = trial.call(x, windows, trial.list(w), HEIGHT, WIDTH, 2, 1, 2);
    trial.assertClose(x.add(said(windows, 1, 2, w)), found);
  }

  private static void fed(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 24, CHANNELS);
    NDArray windows = trial.random("windows", 2, 4, 6, CHANNELS);
    NDArray[] w = weights(trial);
    NDArray both = x.concat(said(windows, 1, 2, w), 2);
    NDArray h = Plain.linear(Plain.gelu(Plain.linear(both, w[3])), w[4]);
    NDArray expected = x.add(Plain.layerNorm(h, w[5], w[6], 1e-5));
    NDArray found = trial.call(x, windows, trial.list(w), HEIGHT, WIDTH, 2, 1, 2);
    trial.assertClose(expected, found);
  }

  private static void matched(KernelTrial trial, int rows) {
    NDArray q = trial.random("q", 2, 5, 4);
    NDArray k = trial.random("k", 2, 7, 4);
    NDArray v = trial.random("v", rows, 7, 2);
    float[] expected = new float[2 * 5 * 2];
    for (int i = 0; i < expected.length; i++) {
      double total = 0;
      double sum = 0;
      for (int key = 0; key < 7; key++) {
        double score = 0;
        for (int c = 0; c < 4; c++) {
          score += q.getFloat(i / 10, i / 2 % 5, c) * k.getFloat(i / 10, key, c);
        }
        total += Math.exp(0.3 * score);
        sum += Math.exp(0.3 * score) * v.getFloat(rows == 1 ? 0 : i / 10, key, i % 2);
      }
      expected[i] = (float) (sum / total);
    }
    NDArray plain = trial.scope().create(expected, new Shape(2, 5, 2));
    trial.assertClose(plain, trial.call(q, k, v, 0.3));
  }

  private static void rows(KernelTrial trial) {
    NDArray x = trial.random("x", 3, 5, 4);
    trial.assertClose(x.get("1:3"), trial.call(x, 1, 3, 0));
    trial.assertClose(x.get(":, 2:5"), trial.call(x, 2, 5, 1));
    trial.assertClose(x.get(":, :, 0:1"), trial.call(x, 0, 1, 2));
  }
}

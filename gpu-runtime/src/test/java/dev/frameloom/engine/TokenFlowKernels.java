package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/tokenflow.torchscript}. */
final class TokenFlowKernels {

  private static final int CHANNELS = 5;

  private TokenFlowKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("rows_from", "4x3x2, rows 1 and 2", TokenFlowKernels::rows),
        new KernelCase("rows_repeated", "2x3x4, three times", trial -> repeated(trial, 3, 3, 4)),
        new KernelCase("rows_repeated", "2x1x4x5, once", trial -> repeated(trial, 1, 1, 4, 5)),
        new KernelCase("heads_together", "6x2x3x4, 3 together", trial -> together(trial, 6, 1, 3)),
        new KernelCase(
            "heads_together", "3x2x3x4 twice, 3 together", trial -> together(trial, 3, 2, 3)),
        new KernelCase("heads_together", "4x2x3x4, each alone", trial -> together(trial, 4, 1, 1)),
        new KernelCase("attention_beside", "2 groups of 3 frames", trial -> attention(trial, 2, 3)),
        new KernelCase("attention_beside", "4 groups of 1 frame", trial -> attention(trial, 4, 1)),
        new KernelCase("beside", "2 and 4 groups", TokenFlowKernels::beside),
        new KernelCase("unit_tokens", "2x7x5", TokenFlowKernels::unit),
        new KernelCase("nearest_tokens", "3x11x5, tiles of 4", trial -> nearest(trial, 4)),
        new KernelCase("nearest_tokens", "3x11x5, one tile", trial -> nearest(trial, 100)),
        new KernelCase("results_at", "2 branches of 3 keyframes", TokenFlowKernels::results),
        new KernelCase("frames_blended", "2 branches of 3 frames", TokenFlowKernels::blended));
  }

  private static void rows(KernelTrial trial) {
    NDArray x = trial.random("x", 4, 3, 2);
    trial.assertClose(x.get("1:3").duplicate(), trial.call(x, 1, 2));
  }

  private static void repeated(KernelTrial trial, int times, long... row) {
    long[] shape = new long[row.length + 1];
    shape[0] = 2;
    System.arraycopy(row, 0, shape, 1, row.length);
    NDArray x = trial.random("x", shape);
    NDList all = new NDList();
    for (int i = 0; i < times; i++) {
      all.add(x);
    }
    trial.assertClose(NDArrays.concat(all, 0), trial.call(x, times));
  }

  /** Frame by frame into its place. */
  private static void together(KernelTrial trial, int rows, int times, int together) {
    NDArray x = trial.random("x", rows, 2, 3, 4);
    float[] from = x.toFloatArray();
    int groups = rows * times / together;
    float[] expected = new float[rows * times * 24];
    for (int frame = 0; frame < rows * times; frame++) {
      for (int head = 0; head < 2; head++) {
        for (int i = 0; i < 12; i++) {
          int to = ((frame / together * 2 + head) * together + frame % together) * 12 + i;
          expected[to] = from[((frame % rows) * 2 + head) * 12 + i];
        }
      }
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(groups, 2, 3L * together, 4)),
        trial.call(x, times, together));
  }

  /** What is seen has a row for every branch, of which there are 2. */
  private static void attention(KernelTrial trial, int groups, int frames) {
    NDArray q = trial.random("q", groups, 2, 3L * frames, 4);
    NDArray seenKeys = trial.random("seen keys", 2, 2, 6, 4);
    NDArray seenValues = trial.random("seen values", 2, 2, 6, 4);
    NDArray keys = trial.random("keys", groups, 2, 3L * frames, 4);
    NDArray values = trial.random("values", groups, 2, 3L * frames, 4);
    NDArray all =
        Plain.attention(
            q, joined(seenKeys, keys, groups), joined(seenValues, values, groups), false);
    // (groups, 2, frames·3, 4) -> (groups·frames, 2, 3, 4)
    NDArray expected =
        all.reshape(groups, 2, frames, 3, 4)
            .transpose(0, 2, 1, 3, 4)
            .reshape((long) groups * frames, 2, 3, 4);
    trial.assertClose(
        expected,
        trial.call(q, trial.list(seenKeys, keys), trial.list(seenValues, values), groups * frames));
  }

  private static NDArray joined(NDArray seen, NDArray own, int groups) {
    NDArray each = seen.repeat(0, groups / seen.getShape().get(0));
    return NDArrays.concat(new NDList(each, own), 2);
  }

  private static void beside(KernelTrial trial) {
    NDArray seen = trial.random("seen", 2, 2, 6, 4);
    NDArray own = trial.random("own", 4, 2, 3, 4);
    trial.assertClose(joined(seen, own, 4), trial.call(trial.list(seen, own), 4));
  }

  private static void unit(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 7, CHANNELS);
    float[] expected = x.toFloatArray();
    for (int token = 0; token < 14; token++) {
      double squares = 0;
      for (int c = 0; c < CHANNELS; c++) {
        squares += Math.pow(expected[token * CHANNELS + c], 2);
      }
      for (int c = 0; c < CHANNELS; c++) {
        expected[token * CHANNELS + c] /= (float) Math.sqrt(squares);
      }
    }
    trial.assertClose(trial.scope().create(expected, x.getShape()), trial.call(x));
  }

  private static void nearest(KernelTrial trial, int tile) {
    NDArray x = trial.random("x", 3, 11, CHANNELS);
    NDArray keyframe = trial.random("keyframe", 11, CHANNELS);
    float[] tokens = x.toFloatArray();
    float[] keys = keyframe.toFloatArray();
    float[] expected = new float[33];
    for (int token = 0; token < 33; token++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int key = 0; key < 11; key++) {
        double product = 0;
        for (int c = 0; c < CHANNELS; c++) {
          product += (double) tokens[token * CHANNELS + c] * keys[key * CHANNELS + c];
        }
        if (product > best) {
          best = product;
          expected[token] = key;
        }
      }
    }
    trial.assertClose(trial.scope().create(expected, new Shape(33)), trial.call(x, keyframe, tile));
  }

  private static void results(KernelTrial trial) {
    NDArray results = trial.random("results", 6, 4, CHANNELS);
    long[] at = {3, 0, 2, 2, 1, 1, 0, 3};
    float[] from = results.toFloatArray();
    float[] expected = new float[2 * at.length * CHANNELS];
    for (int branch = 0; branch < 2; branch++) {
      for (int i = 0; i < at.length; i++) {
        int source = ((branch * 3 + 1) * 4 + (int) at[i]) * CHANNELS;
        System.arraycopy(from, source, expected, (branch * at.length + i) * CHANNELS, CHANNELS);
      }
    }
    NDArray where = trial.known(trial.scope().create(at, new Shape(at.length)));
    trial.assertClose(
        trial.scope().create(expected, new Shape(4, 4, CHANNELS)),
        trial.call(results, 3, 1, where));
  }

  private static void blended(KernelTrial trial) {
    NDArray own = trial.random("own", 6, 4, CHANNELS);
    NDArray other = trial.random("other", 6, 4, CHANNELS);
    float[] shares = {0.25f, 1, 0};
    float[] one = own.toFloatArray();
    float[] two = other.toFloatArray();
    float[] expected = new float[one.length];
    for (int i = 0; i < expected.length; i++) {
      float share = shares[i / (4 * CHANNELS) % 3];
      expected[i] = share * one[i] + (1 - share) * two[i];
    }
    NDArray weights = trial.known(trial.scope().create(shares, new Shape(3)));
    trial.assertClose(
        trial.scope().create(expected, own.getShape()), trial.call(own, other, weights));
  }
}

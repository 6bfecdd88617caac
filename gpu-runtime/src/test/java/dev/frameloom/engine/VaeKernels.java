package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Oracles of {@code kernels/vae.torchscript}. */
final class VaeKernels {

  private VaeKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("picture_projections", "2x8x5x3", trial -> projections(trial, 2, 8, 5, 3)),
        new KernelCase("picture_projections", "1x4x1x3", trial -> projections(trial, 1, 4, 1, 3)),
        new KernelCase("posterior_mean", "2x8x5x3", VaeKernels::posteriorMean),
        new KernelCase("posterior_sample", "1x16x1x1", VaeKernels::posteriorSample),
        new KernelCase("tiny_block", "2x5x4x3", trial -> tinyBlock(trial, 5, 5)),
        new KernelCase("tiny_block", "2x3x4x3 to 6, shortcut", trial -> tinyBlock(trial, 3, 6)),
        new KernelCase("tiny_join", "2x5x4x3", trial -> tinyJoin(trial, 5, 5)),
        new KernelCase("tiny_join", "2x3x4x3 to 6, shortcut", trial -> tinyJoin(trial, 3, 6)),
        new KernelCase("soft_clamp", "2x4x3x3", VaeKernels::softClamp),
        new KernelCase("stretched", "2x4x3x3", VaeKernels::stretched),
        new KernelCase("relu", "2x4x3x3", VaeKernels::relu));
  }

  private static void projections(
      KernelTrial trial, int rows, int channels, int height, int width) {
    NDArray[] w = {
      trial.random("n", channels),
      trial.random("nb", channels),
      trial.weight("p", 3L * channels, channels),
      trial.random("pb", 3L * channels)
    };
    NDArray x = trial.channelsLast("x", rows, channels, height, width);
    List<NDArray> found = trial.callTuple(x, trial.list(w), 4, 1e-6);
    NDArray h = Plain.tokens(Plain.groupNorm(x, w[0], w[1], 4, 1e-6));
    NDArray all = Plain.linear(h, w[2], w[3]);
    for (int i = 0; i < 3; i++) {
      NDArray part = all.get(":, :, {}:{}", channels * i, channels * (i + 1));
      trial.assertClose(part.expandDims(1), found.get(i));
    }
  }

  private static void posteriorMean(KernelTrial trial) {
    NDArray moments = trial.channelsLast("m", 2, 8, 5, 3);
    NDArray expected = Plain.map(moments.get(":, :4"), value -> value * 0.18215);
    trial.assertClose(expected, trial.call(moments, 0.18215));
  }

  /** Logarithms of variances on both sides of where they are cut. */
  private static void posteriorSample(KernelTrial trial) {
    float[] moments = {
      -3, -2, -1, 0, 1, 2, 3, 4, /* logarithms */ -1e9f, -31, -30, -2, 0, 3, 20, 25
    };
    float[] noise = {0.5f, -2, 0.5f, -2, 0.5f, -2, 1e-4f, -1e-4f};
    float[] expected = new float[noise.length];
    for (int i = 0; i < noise.length; i++) {
      double logarithm = Math.max(-30, Math.min(20, moments[noise.length + i]));
      expected[i] = (float) (0.5 * (moments[i] + Math.exp(logarithm / 2) * noise[i]));
    }
    NDArray found =
        trial.call(
            trial.known(trial.scope().create(moments, new Shape(1, 16, 1, 1))),
            trial.known(trial.scope().create(noise, new Shape(1, 8, 1, 1))),
            0.5);
    trial.assertClose(trial.scope().create(expected, new Shape(1, 8, 1, 1)), found);
  }

  private static NDArray[] tinyWeights(KernelTrial trial, int in, int out) {
    List<NDArray> w = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      w.add(trial.weight("w" + i, out, i == 0 ? in : out, 3, 3));
      w.add(trial.random("b" + i, out));
    }
    if (in != out) {
      w.add(trial.weight("s", out, in, 1, 1));
    }
    return w.toArray(NDArray[]::new);
  }

  private static NDArray positive(NDArray x) {
    return Plain.map(x, value -> Math.max(0, value));
  }

  private static NDArray tinyShortcut(NDArray x, NDArray[] w) {
    return w.length > 6
        ? Plain.convolution(x, w[6], x.getManager().zeros(new Shape(w[6].getShape().get(0))), 1, 0)
        : x;
  }

  private static void tinyBlock(KernelTrial trial, int in, int out) {
    NDArray[] w = tinyWeights(trial, in, out);
    NDArray x = trial.random("x", 2, in, 4, 3);
    NDArray h = positive(Plain.convolution(x, w[0], w[1], 1, 1));
    h = positive(Plain.convolution(h, w[2], w[3], 1, 1));
    h = Plain.convolution(h, w[4], w[5], 1, 1);
    trial.assertClose(positive(tinyShortcut(x, w).add(h)), trial.call(x, trial.list(w)));
  }

  private static void tinyJoin(KernelTrial trial, int in, int out) {
    NDArray[] w = tinyWeights(trial, in, out);
    NDArray x = trial.random("x", 2, in, 4, 3);
    NDArray h = trial.random("h", 2, out, 4, 3);
    trial.assertClose(positive(tinyShortcut(x, w).add(h)), trial.call(x, h, trial.list(w)));
  }

  private static void softClamp(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 4, 3, 3);
    trial.assertClose(Plain.map(x, value -> 3 * Math.tanh(value / 3)), trial.call(x, 3.0));
  }

  private static void stretched(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 4, 3, 3);
    trial.assertClose(Plain.map(x, value -> 2 * value - 1), trial.call(x, 2.0, -1.0));
  }

  private static void relu(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 4, 3, 3);
    trial.assertClose(positive(x), trial.call(x));
  }
}

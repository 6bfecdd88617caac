package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Oracles of {@code kernels/convolution.torchscript}. */
final class ConvolutionKernels {

  private static final double EPSILON = 1e-5;

  private ConvolutionKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        conv("1x3x5x7, kernel 3", 1, 3, 4, 5, 7, 3, 1),
        conv("3x4x7x5, kernel 3, stride 2", 3, 4, 5, 7, 5, 3, 2),
        conv("2x5x3x2, kernel 1", 2, 5, 3, 3, 2, 1, 1),
        conv("1x16x9x9, kernel 5", 1, 16, 16, 9, 9, 5, 1),
        new KernelCase("packed_weight", "3x5x7 to 4", trial -> packed(trial, 2, 3, 4)),
        new KernelCase("packed_weight", "16x5x7 to 48", trial -> packed(trial, 1, 16, 48)),
        new KernelCase("packed_conv", "8x5x7 to 12, not packed", trial -> packedConv(trial, 8, 12)),
        new KernelCase("norm_silu_conv", "2x8x5x7 to 3", trial -> normed(trial, 2, 8, 3, 5, 7)),
        new KernelCase("norm_silu_conv", "1x4x1x1 to 9", trial -> normed(trial, 1, 4, 9, 1, 1)),
        new KernelCase("residual_block", "2x8x5x3", trial -> residual(trial, 2, 8, 8, 5, 3)),
        new KernelCase(
            "residual_block", "1x4x7x7 to 12, shortcut", trial -> residual(trial, 1, 4, 12, 7, 7)),
        new KernelCase(
            "timed_residual_block", "3x8x5x3, one time", trial -> timed(trial, 3, 8, 8, 1)),
        new KernelCase("timed_residual_block", "3x8x5x3, times", trial -> timed(trial, 3, 8, 8, 3)),
        new KernelCase(
            "timed_residual_block", "2x4x5x3 to 12, shortcut", trial -> timed(trial, 2, 4, 12, 1)),
        new KernelCase("residual_normed", "3x8x5x3", ConvolutionKernels::residualNormed),
        new KernelCase("timed_residual_inner", "3x4x5x3 to 8", ConvolutionKernels::residualInner),
        new KernelCase("timed_shortcut", "3x4x5x3 to 8", trial -> timedShortcut(trial, 4, 8)),
        new KernelCase("timed_shortcut", "3x8x5x3", trial -> timedShortcut(trial, 8, 8)),
        new KernelCase("timed_residual_joined", "3x8x5x3", trial -> residualJoined(trial, 8, 8)),
        new KernelCase(
            "timed_residual_joined", "3x4x5x3 to 8", trial -> residualJoined(trial, 4, 8)),
        new KernelCase("downsample_asymmetric", "2x3x8x6", trial -> downsample(trial, 2, 3, 8, 6)),
        new KernelCase("downsample_asymmetric", "1x5x7x9", trial -> downsample(trial, 1, 5, 7, 9)),
        new KernelCase("upsample", "2x3x5x4", trial -> upsample(trial, 2, 3, 5, 4)),
        new KernelCase("upsample", "1x6x1x3", trial -> upsample(trial, 1, 6, 1, 3)),
        new KernelCase("upsample_to", "2x3x5x4 to 9x7", ConvolutionKernels::upsampleTo),
        new KernelCase("first_half_scaled", "2x6x5x4", ConvolutionKernels::firstHalf),
        lowFrequencies(5, 4),
        lowFrequencies(8, 2),
        lowFrequencies(1, 3),
        lowFrequencies(1, 1));
  }

  private static KernelCase conv(
      String shapes, int rows, int in, int out, int height, int width, int kernel, int stride) {
    return new KernelCase(
        "conv",
        shapes,
        trial -> {
          NDArray w = trial.weight("w", out, in, kernel, kernel);
          NDArray b = trial.random("b", out);
          int padding = kernel / 2;
          // both orders of memory come in: pictures from outside, and what other kernels made
          for (NDArray x : inputs(trial, rows, in, height, width)) {
            trial.assertClose(
                Plain.convolution(x, w, b, stride, padding),
                trial.call(x, trial.list(w, b), stride, padding));
          }
        });
  }

  /** Nobody can look into a packed weight: what it convolves to tells. */
  private static void packed(KernelTrial trial, int rows, int in, int out) {
    NDArray w = trial.weight("w", out, in, 3, 3);
    NDArray b = trial.random("b", out);
    NDArray packed = Kernels.call(trial.scope(), "packed_weight", w, 6);
    for (NDArray x : inputs(trial, rows, in, 5, 7)) {
      NDArray found = Kernels.call(trial.scope(), "packed_conv", x, packed, b);
      trial.assertClose(Plain.convolution(x, w, b, 1, 1), found);
    }
  }

  private static void packedConv(KernelTrial trial, int in, int out) {
    NDArray w = trial.weight("w", out, in, 3, 3);
    NDArray b = trial.random("b", out);
    NDArray x = trial.channelsLast("x", 2, in, 5, 7);
    trial.assertClose(Plain.convolution(x, w, b, 1, 1), trial.call(x, w, b));
  }

  private static List<NDArray> inputs(KernelTrial trial, long... shape) {
    return List.of(trial.random("x", shape), trial.channelsLast("x", shape));
  }

  private static void normed(KernelTrial trial, int rows, int in, int out, int height, int width) {
    NDArray[] w = {
      trial.random("n", in), trial.random("nb", in),
      trial.weight("c", out, in, 3, 3), trial.random("cb", out)
    };
    for (NDArray x : inputs(trial, rows, in, height, width)) {
      NDArray expected = branch(x, w, 0, 4);
      trial.assertClose(expected, trial.call(x, trial.list(w), 4, EPSILON));
    }
  }

  /** Group norm, SiLU, convolution, with four weights from an index on. */
  private static NDArray branch(NDArray x, NDArray[] w, int from, int groups) {
    NDArray h = Plain.silu(Plain.groupNorm(x, w[from], w[from + 1], groups, EPSILON));
    return Plain.convolution(h, w[from + 2], w[from + 3], 1, 1);
  }

  private static NDArray[] weights(KernelTrial trial, int in, int out, boolean timed) {
    List<NDArray> w = new ArrayList<>();
    w.addAll(List.of(trial.random("n1", in), trial.random("n1b", in)));
    w.addAll(List.of(trial.weight("c1", out, in, 3, 3), trial.random("c1b", out)));
    if (timed) {
      w.addAll(List.of(trial.weight("t", out, 10), trial.random("tb", out)));
    }
    w.addAll(List.of(trial.random("n2", out), trial.random("n2b", out)));
    w.addAll(List.of(trial.weight("c2", out, out, 3, 3), trial.random("c2b", out)));
    if (in != out) {
      w.addAll(List.of(trial.weight("s", out, in, 1, 1), trial.random("sb", out)));
    }
    return w.toArray(NDArray[]::new);
  }

  private static NDArray shortcut(NDArray x, NDArray[] w, int at) {
    return w.length > at ? Plain.convolution(x, w[at], w[at + 1], 1, 0) : x;
  }

  private static void residual(
      KernelTrial trial, int rows, int in, int out, int height, int width) {
    NDArray[] w = weights(trial, in, out, false);
    for (NDArray x : inputs(trial, rows, in, height, width)) {
      NDArray h = branch(branch(x, w, 0, 4), w, 4, 4);
      trial.assertClose(shortcut(x, w, 8).add(h), trial.call(x, trial.list(w), 4, EPSILON));
    }
  }

  private static void timed(KernelTrial trial, int rows, int in, int out, int times) {
    NDArray time = trial.random("time", times, 10);
    NDArray[] w = weights(trial, in, out, true);
    for (NDArray x : inputs(trial, rows, in, 5, 3)) {
      NDArray t = Plain.linear(time, w[4], w[5]).reshape(times, out, 1, 1);
      NDArray h = branch(branch(x, w, 0, 4).add(t), w, 6, 4);
      NDArray found = trial.call(x, time, trial.list(w), 4, EPSILON);
      trial.assertClose(shortcut(x, w, 10).add(h), found);
      NDArray[] packed = w.clone();
      packed[2] = Kernels.call(trial.scope(), "packed_weight", w[2], 6);
      packed[8] = Kernels.call(trial.scope(), "packed_weight", w[8], 6);
      trial.assertClose(found, trial.call(x, time, trial.list(packed), 4, EPSILON));
    }
  }

  private static void residualNormed(KernelTrial trial) {
    NDArray[] w = weights(trial, 8, 8, true);
    for (NDArray x : inputs(trial, 3, 8, 5, 3)) {
      NDArray expected = Plain.silu(Plain.groupNorm(x, w[0], w[1], 4, EPSILON));
      trial.assertClose(expected, trial.call(x, trial.list(w), 4, EPSILON));
    }
  }

  private static void residualInner(KernelTrial trial) {
    NDArray time = trial.random("time", 3, 10);
    NDArray[] w = weights(trial, 4, 8, true);
    NDArray t = Plain.linear(time, w[4], w[5]).reshape(3, 8, 1, 1);
    for (NDArray h : inputs(trial, 3, 4, 5, 3)) {
      NDArray expected = branch(Plain.convolution(h, w[2], w[3], 1, 1).add(t), w, 6, 4);
      trial.assertClose(expected, trial.call(h, time, trial.list(w), 4, EPSILON));
    }
  }

  private static void timedShortcut(KernelTrial trial, int in, int out) {
    NDArray[] w = weights(trial, in, out, true);
    for (NDArray x : inputs(trial, 3, in, 5, 3)) {
      trial.assertClose(shortcut(x, w, 10), trial.call(x, trial.list(w)));
    }
  }

  private static void residualJoined(KernelTrial trial, int in, int out) {
    NDArray[] w = weights(trial, in, out, true);
    NDArray h = trial.channelsLast("h", 3, out, 5, 3);
    for (NDArray x : inputs(trial, 3, in, 5, 3)) {
      trial.assertClose(shortcut(x, w, 10).add(h), trial.call(x, h, trial.list(w)));
    }
  }

  private static void downsample(KernelTrial trial, int rows, int channels, int height, int width) {
    NDArray w = trial.weight("w", channels, channels, 3, 3);
    NDArray b = trial.random("b", channels);
    for (NDArray x : inputs(trial, rows, channels, height, width)) {
      NDArray padded = x.getManager().zeros(new Shape(rows, channels, height + 1, width + 1));
      padded.set(new NDIndex(":, :, :{}, :{}", height, width), x.duplicate());
      trial.assertClose(Plain.convolution(padded, w, b, 2, 0), trial.call(x, trial.list(w, b)));
    }
  }

  private static void upsample(KernelTrial trial, int rows, int channels, int height, int width) {
    NDArray w = trial.weight("w", channels, channels, 3, 3);
    NDArray b = trial.random("b", channels);
    for (NDArray x : inputs(trial, rows, channels, height, width)) {
      NDArray twice = x.repeat(2, 2).repeat(3, 2);
      trial.assertClose(Plain.convolution(twice, w, b, 1, 1), trial.call(x, trial.list(w, b)));
    }
  }

  private static void upsampleTo(KernelTrial trial) {
    NDArray w = trial.weight("w", 3, 3, 3, 3);
    NDArray b = trial.random("b", 3);
    for (NDArray x : inputs(trial, 2, 3, 5, 4)) {
      NDArray expected = Plain.convolution(Plain.nearest(x, 9, 7), w, b, 1, 1);
      trial.assertClose(expected, trial.call(x, 9, 7, trial.list(w, b)));
    }
  }

  private static void firstHalf(KernelTrial trial) {
    for (NDArray x : inputs(trial, 2, 6, 5, 4)) {
      NDArray expected = x.get(":, 0:3").mul(1.3).concat(x.get(":, 3:"), 1);
      trial.assertClose(expected, trial.call(x, 1.3));
    }
  }

  private static KernelCase lowFrequencies(int height, int width) {
    return new KernelCase(
        "low_frequencies_scaled",
        "2x3x" + height + "x" + width,
        trial -> {
          for (NDArray x : inputs(trial, 2, 3, height, width)) {
            NDArray low = lowFrequencies(x.toFloatArray(), height, width, x);
            trial.assertClose(x.add(low.mul(0.2 - 1)), trial.call(x, 0.2));
          }
        });
  }

  /** The share of the frequencies −1 and 0 of each direction, by Fourier's sums. */
  private static NDArray lowFrequencies(float[] x, int height, int width, NDArray like) {
    int size = height * width;
    float[] low = new float[x.length];
    for (int u = height == 1 ? 0 : -1; u <= 0; u++) {
      for (int v = width == 1 ? 0 : -1; v <= 0; v++) {
        for (int i = 0; i < x.length; i++) {
          double sum = 0;
          for (int j = i / size * size; j < (i / size + 1) * size; j++) {
            double rows = u * (double) (i % size / width - j % size / width) / height;
            double columns = v * (double) (i % width - j % width) / width;
            sum += x[j] * Math.cos(2 * Math.PI * (rows + columns));
          }
          low[i] += (float) (sum / size);
        }
      }
    }
    return like.getManager().create(low, like.getShape());
  }
}

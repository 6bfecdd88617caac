package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/flow.torchscript}. */
final class FlowKernels {

  private FlowKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("bordered", "2x3x4x5", trial -> bordered(trial, 1, 2, 3, 0)),
        new KernelCase("bordered", "2x3x4x5, wider than it", trial -> bordered(trial, 9, 0, 7, 8)),
        new KernelCase("centred_conv", "3x3", trial -> convolved(trial, 3, 1, true)),
        new KernelCase(
            "centred_conv", "7x7, stride 2, no bias", trial -> convolved(trial, 7, 2, false)),
        new KernelCase("rectified", "2x3x4x5", FlowKernels::rectified),
        new KernelCase("conv_plain", "stride 1", trial -> plain(trial, 1, false)),
        new KernelCase("conv_plain", "stride 2, ReLU", trial -> plain(trial, 2, true)),
        new KernelCase("conv_instance", "stride 1", trial -> instance(trial, 1, false)),
        new KernelCase("conv_instance", "stride 2, ReLU", trial -> instance(trial, 2, true)),
        new KernelCase("conv_batch", "stride 1", trial -> batch(trial, 1, false)),
        new KernelCase("conv_batch", "stride 2, ReLU", trial -> batch(trial, 2, true)),
        new KernelCase("relu_sum", "2x3x4x5", FlowKernels::reluSum),
        new KernelCase("convex_enlarged", "2x2x3x4 by 8", trial -> convex(trial, 2, 3, 4, 8)),
        new KernelCase("convex_enlarged", "1x2x1x5 by 2", trial -> convex(trial, 1, 1, 5, 2)),
        new KernelCase("bilinear_enlarged", "2x2x3x4 by 8", trial -> bilinear(trial, 3, 4, 8)),
        new KernelCase("bilinear_enlarged", "2x2x5x2 by 3", trial -> bilinear(trial, 5, 2, 3)));
  }

  private static List<NDArray> inputs(KernelTrial trial) {
    return List.of(trial.random("x", 2, 3, 6, 5), trial.channelsLast("x", 2, 3, 6, 5));
  }

  private static NDArray relu(NDArray x, boolean really) {
    return really ? Plain.map(x, value -> Math.max(0, value)) : x;
  }

  private static void bordered(KernelTrial trial, int left, int right, int top, int bottom) {
    NDArray x = trial.random("x", 2, 3, 4, 5);
    float[] values = x.toFloatArray();
    int width = 5 + left + right;
    int height = 4 + top + bottom;
    float[] expected = new float[6 * height * width];
    for (int i = 0; i < expected.length; i++) {
      int column = Math.min(4, Math.max(0, i % width - left));
      int row = Math.min(3, Math.max(0, i / width % height - top));
      expected[i] = values[(i / width / height * 4 + row) * 5 + column];
    }
    NDArray plain = trial.scope().create(expected, new Shape(2, 3, height, width));
    trial.assertClose(plain, trial.call(x, left, right, top, bottom));
  }

  private static void convolved(KernelTrial trial, int kernel, int stride, boolean biased) {
    NDArray w = trial.weight("w", 4, 3, kernel, kernel);
    NDArray b = biased ? trial.random("b", 4) : trial.scope().zeros(new Shape(4));
    TensorList list = biased ? trial.list(w, b) : trial.list(w);
    for (NDArray x : inputs(trial)) {
      NDArray expected = Plain.convolution(x, w, b, stride, kernel / 2);
      trial.assertClose(expected, trial.call(x, list, stride));
    }
  }

  private static void rectified(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 4, 5);
    trial.assertClose(relu(x, true), trial.call(x, true));
    trial.assertClose(x, trial.call(x, false));
  }

  private static void plain(KernelTrial trial, int stride, boolean relu) {
    NDArray w = trial.weight("w", 4, 3, 3, 3);
    NDArray b = trial.random("b", 4);
    for (NDArray x : inputs(trial)) {
      NDArray expected = relu(Plain.convolution(x, w, b, stride, 1), relu);
      trial.assertClose(expected, trial.call(x, trial.list(w, b), stride, relu));
    }
  }

  private static void instance(KernelTrial trial, int stride, boolean relu) {
    NDArray w = trial.weight("w", 4, 3, 3, 3);
    NDArray ones = trial.scope().ones(new Shape(4));
    NDArray none = trial.scope().zeros(new Shape(4));
    for (NDArray x : inputs(trial)) {
      NDArray h = Plain.convolution(x, w, none, stride, 1);
      NDArray expected = relu(Plain.groupNorm(h, ones, none, 4, 1e-5), relu);
      trial.assertClose(expected, trial.call(x, trial.list(w), stride, relu));
    }
  }

  private static void batch(KernelTrial trial, int stride, boolean relu) {
    NDArray w = trial.weight("w", 4, 3, 3, 3);
    NDArray b = trial.random("b", 4);
    NDArray scale = trial.random("scale", 4);
    NDArray shift = trial.random("shift", 4);
    NDArray mean = trial.random("mean", 4);
    NDArray variance = trial.known(trial.random("variance", 4).square().add(0.1));
    for (NDArray x : inputs(trial)) {
      NDArray h = Plain.convolution(x, w, b, stride, 1);
      float[] values = h.toFloatArray();
      int pixels = values.length / 8;
      for (int i = 0; i < values.length; i++) {
        int c = i / pixels % 4;
        double normed = values[i] - mean.getFloat(c);
        normed /= Math.sqrt(variance.getFloat(c) + 1e-5);
        values[i] = (float) (normed * scale.getFloat(c) + shift.getFloat(c));
      }
      NDArray expected = relu(trial.scope().create(values, h.getShape()), relu);
      TensorList list = trial.list(w, b, scale, shift, mean, variance);
      trial.assertClose(expected, trial.call(x, list, stride, relu));
    }
  }

  private static void reluSum(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 4, 5);
    NDArray y = trial.channelsLast("y", 2, 3, 4, 5);
    trial.assertClose(relu(x.add(y), true), trial.call(x, y));
  }

  private static void convex(KernelTrial trial, int rows, int height, int width, int factor) {
    NDArray flow = trial.random("flow", rows, 2, height, width);
    NDArray mask = trial.channelsLast("mask", rows, 9L * factor * factor, height, width);
    float[] expected = new float[rows * 2 * height * factor * width * factor];
    for (int i = 0; i < expected.length; i++) {
      int x = i % (width * factor);
      int y = i / (width * factor) % (height * factor);
      int plane = i / (width * factor) / (height * factor);
      expected[i] = mixed(flow, mask, plane, y, x, factor);
    }
    Shape shape = new Shape(rows, 2, (long) height * factor, (long) width * factor);
    NDArray plain = trial.scope().create(expected, shape);
    trial.assertClose(plain, trial.call(flow, mask, factor, 0.7));
  }

  private static float mixed(NDArray flow, NDArray mask, int plane, int y, int x, int factor) {
    int column = x / factor;
    int row = y / factor;
    int place = y % factor * factor + x % factor;
    double total = 0;
    double sum = 0;
    for (int k = 0; k < 9; k++) {
      long channel = (long) k * factor * factor + place;
      double weight = Math.exp(0.7 * mask.getFloat(plane / 2, channel, row, column));
      int fromRow = row + k / 3 - 1;
      int fromColumn = column + k % 3 - 1;
      boolean inside =
          fromRow >= 0
              && fromColumn >= 0
              && fromRow < flow.getShape().get(2)
              && fromColumn < flow.getShape().get(3);
      total += weight;
      sum += inside ? weight * flow.getFloat(plane / 2, plane % 2, fromRow, fromColumn) : 0;
    }
    return (float) (factor * sum / total);
  }

  /** Pixel i of n is at i · (m − 1) / (n − 1) of m. */
  private static void bilinear(KernelTrial trial, int height, int width, int factor) {
    NDArray flow = trial.random("flow", 2, 2, height, width);
    int rows = height * factor;
    int columns = width * factor;
    float[] expected = new float[4 * rows * columns];
    for (int i = 0; i < expected.length; i++) {
      double x = i % columns * (width - 1.0) / (columns - 1);
      double y = i / columns % rows * (height - 1.0) / (rows - 1);
      int plane = i / columns / rows;
      double value = 0;
      for (int corner = 0; corner < 4; corner++) {
        int column = Math.min(width - 1, (int) x + corner % 2);
        int row = Math.min(height - 1, (int) y + corner / 2);
        double across = corner % 2 == 0 ? 1 - (x - (int) x) : x - (int) x;
        double down = corner / 2 == 0 ? 1 - (y - (int) y) : y - (int) y;
        value += across * down * flow.getFloat(plane / 2, plane % 2, row, column);
      }
      expected[i] = (float) (factor * value);
    }
    NDArray plain = trial.scope().create(expected, new Shape(2, 2, rows, columns));
    trial.assertClose(plain, trial.call(flow, factor));
  }
}

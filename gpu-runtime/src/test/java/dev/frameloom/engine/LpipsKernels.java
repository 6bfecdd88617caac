package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/lpips.torchscript}. */
final class LpipsKernels {

  private LpipsKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("strided_conv_relu", "2x3x9x8 by 5, 3 apart", LpipsKernels::convolved),
        new KernelCase("max_pool", "2x3x7x8 by 3", trial -> pooled(trial, 3)),
        new KernelCase("max_pool", "2x3x7x8 by 2", trial -> pooled(trial, 2)),
        new KernelCase("feature_distance", "2x3x4x5", LpipsKernels::distance));
  }

  private static void convolved(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 9, 8);
    NDArray w = trial.weight("w", 4, 3, 5, 5);
    NDArray b = trial.random("b", 4);
    NDArray expected = Plain.map(Plain.convolution(x, w, b, 3, 2), value -> Math.max(0, value));
    trial.assertClose(expected, trial.call(x, trial.list(w, b), 3, 2));
  }

  private static void pooled(KernelTrial trial, int kernel) {
    NDArray x = trial.random("x", 2, 3, 7, 8);
    float[] values = x.toFloatArray();
    int rows = (7 - kernel) / 2 + 1;
    int columns = (8 - kernel) / 2 + 1;
    float[] expected = new float[6 * rows * columns];
    for (int i = 0; i < expected.length; i++) {
      int at = i / columns / rows * 56 + i / columns % rows * 16 + i % columns * 2;
      float largest = values[at];
      for (int k = 0; k < kernel * kernel; k++) {
        largest = Math.max(largest, values[at + k / kernel * 8 + k % kernel]);
      }
      expected[i] = largest;
    }
    NDArray plain = trial.scope().create(expected, new Shape(2, 3, rows, columns));
    trial.assertClose(plain, trial.call(x, kernel, 2));
  }

  private static void distance(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 4, 5);
    NDArray w = trial.random("w", 1, 3, 1, 1);
    float[] values = x.toFloatArray();
    double sum = 0;
    for (int pixel = 0; pixel < 20; pixel++) {
      for (int c = 0; c < 3; c++) {
        double a = values[c * 20 + pixel] / length(values, pixel);
        double b = values[60 + c * 20 + pixel] / length(values, 60 + pixel);
        sum += w.toFloatArray()[c] * (a - b) * (a - b);
      }
    }
    // beside a known value, so that there is a range to compare with
    NDArray zero = trial.scope().zeros(new Shape(1));
    NDArray expected = trial.scope().create(new float[] {(float) (sum / 20)}).concat(zero, 0);
    trial.assertClose(expected, trial.call(x, trial.list(w)).concat(zero, 0));
  }

  private static double length(float[] values, int at) {
    double squares = 0;
    for (int c = 0; c < 3; c++) {
      squares += (double) values[at + 20 * c] * values[at + 20 * c];
    }
    return Math.sqrt(squares);
  }
}

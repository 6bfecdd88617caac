package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/control.torchscript}. */
final class ControlKernels {

  private ControlKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("conv_silu", "2x3x6x4", trial -> convolved(trial, 1)),
        new KernelCase("conv_silu", "2x3x6x4, stride 2", trial -> convolved(trial, 2)),
        new KernelCase("conv_scaled", "2x4x3x5", ControlKernels::scaled),
        new KernelCase("channels_reversed", "2x3x4x5", ControlKernels::reversed),
        new KernelCase("conv_relu", "2x3x6x4", ControlKernels::rectified),
        new KernelCase("halved_max", "2x3x6x4", trial -> halved(trial, 6, 4)),
        new KernelCase("halved_max", "2x3x7x5", trial -> halved(trial, 7, 5)),
        new KernelCase("resized", "1x2x3x4 to 7x9", trial -> resized(trial, 7, 9)),
        new KernelCase("resized", "1x2x3x4 to 3x4", trial -> resized(trial, 3, 4)),
        new KernelCase("edge_levels", "three of 1x1x4x5", ControlKernels::edges));
  }

  private static void convolved(KernelTrial trial, int stride) {
    NDArray x = trial.random("x", 2, 3, 6, 4);
    NDArray w = trial.weight("w", 5, 3, 3, 3);
    NDArray b = trial.random("b", 5);
    NDArray expected = Plain.silu(Plain.convolution(x, w, b, stride, 1));
    trial.assertClose(expected, trial.call(x, trial.list(w, b), stride));
  }

  private static void scaled(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 4, 3, 5);
    NDArray w = trial.weight("w", 4, 4, 1, 1);
    NDArray b = trial.random("b", 4);
    NDArray expected = Plain.convolution(x, w, b, 1, 0).mul(0.7);
    trial.assertClose(expected, trial.call(x, trial.list(w, b), 0.7));
  }

  private static void reversed(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 4, 5);
    NDArray expected = x.get(":, 2:3").concat(x.get(":, 1:2"), 1).concat(x.get(":, 0:1"), 1);
    trial.assertClose(expected, trial.call(x));
  }

  private static void rectified(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 6, 4);
    NDArray w = trial.weight("w", 5, 3, 3, 3);
    NDArray b = trial.random("b", 5);
    NDArray expected = Plain.map(Plain.convolution(x, w, b, 1, 1), value -> Math.max(0, value));
    trial.assertClose(expected, trial.call(x, trial.list(w, b)));
  }

  private static void halved(KernelTrial trial, int height, int width) {
    NDArray x = trial.random("x", 2, 3, height, width);
    float[] values = x.toFloatArray();
    int rows = height / 2;
    int columns = width / 2;
    float[] expected = new float[6 * rows * columns];
    for (int i = 0; i < expected.length; i++) {
      int at = (i / columns / rows * height + i / columns % rows * 2) * width + i % columns * 2;
      float upper = Math.max(values[at], values[at + 1]);
      expected[i] = Math.max(upper, Math.max(values[at + width], values[at + width + 1]));
    }
    NDArray plain = trial.scope().create(expected, new Shape(2, 3, rows, columns));
    trial.assertClose(plain, trial.call(x));
  }

  /**
   * The pixel at (i + ½) · m/n − ½, between its two neighbours; beyond the border, the border's.
   */
  private static void resized(KernelTrial trial, int height, int width) {
    NDArray x = trial.random("x", 1, 2, 3, 4);
    float[] values = x.toFloatArray();
    float[] expected = new float[2 * height * width];
    for (int i = 0; i < expected.length; i++) {
      double y = Math.max(0, (i / width % height + 0.5) * 3 / height - 0.5);
      double column = Math.max(0, (i % width + 0.5) * 4 / width - 0.5);
      int plane = i / width / height * 12;
      double sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        int row = Math.min(2, (int) y + corner / 2);
        int at = Math.min(3, (int) column + corner % 2);
        double down = corner / 2 == 0 ? 1 - y % 1 : y % 1;
        double right = corner % 2 == 0 ? 1 - column % 1 : column % 1;
        sum += down * right * values[plane + 4 * row + at];
      }
      expected[i] = (float) sum;
    }
    NDArray plain = trial.scope().create(expected, new Shape(1, 2, height, width));
    trial.assertClose(plain, trial.call(x, height, width));
  }

  private static void edges(KernelTrial trial) {
    NDArray a = trial.random("a", 1, 1, 4, 5);
    NDArray b = trial.random("b", 1, 1, 4, 5);
    NDArray c = trial.random("c", 1, 1, 4, 5);
    NDArray mean = a.add(b).add(c).div(3);
    NDArray expected = Plain.map(mean, value -> Math.floor(255 / (1 + Math.exp(-value))));
    trial.assertClose(expected, trial.call(trial.list(a, b, c)));
  }
}

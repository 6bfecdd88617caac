package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Oracles of {@code kernels/schedule.torchscript}: loops, and equal to the last bit. */
final class ScheduleKernels {

  private static final double A = 14.6146;
  private static final double B = -13.6102;
  private static final double C = 0.3;

  private ScheduleKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("mix_scaled", "2x4x3x5", trial -> sum(trial, 1)),
        new KernelCase("mix", "2x4x3x5", trial -> sum(trial, 2)),
        new KernelCase("mix_noise", "2x4x3x5", trial -> sum(trial, 3)),
        new KernelCase("mix_noise", "half precision", ScheduleKernels::half),
        new KernelCase("channels", "4 to 8 of 2x8x3x5", ScheduleKernels::channels));
  }

  private static void sum(KernelTrial trial, int terms) {
    NDArray x = trial.random("x", 2, 4, 3, 5);
    NDArray y = trial.random("y", 2, 4, 3, 5);
    NDArray z = trial.random("z", 2, 4, 3, 5);
    Object[] arguments = {x, A, y, B, z, C};
    float[] expected = new float[(int) x.size()];
    for (int i = 0; i < expected.length; i++) {
      double sum = 0;
      for (int term = 0; term < terms; term++) {
        float value = ((NDArray) arguments[2 * term]).flatten().getFloat(i);
        sum += value * (double) arguments[2 * term + 1];
      }
      expected[i] = (float) sum;
    }
    NDArray found = trial.call(Arrays.copyOf(arguments, 2 * terms));
    assertThat(found.toFloatArray()).isEqualTo(expected);
    trial.assertClose(trial.scope().create(expected, x.getShape()), found);
  }

  private static void channels(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 8, 3, 5);
    float[] expected = new float[2 * 4 * 3 * 5];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = x.getFloat(i / 60, 4 + i / 15 % 4, i / 5 % 3, i % 5);
    }
    NDArray found = trial.call(x, 4, 8);
    assertThat(found.toFloatArray()).isEqualTo(expected);
    trial.assertClose(trial.scope().create(expected, new Shape(2, 4, 3, 5)), found);
  }

  /** Weights that add up to 1 give back what all terms are, in its own precision. */
  private static void half(KernelTrial trial) {
    NDArray x = trial.known(trial.random("x", 1, 4, 2, 2).toType(DataType.FLOAT16, true));
    NDArray found = trial.call(x, 0.25, x, 0.5, x, 0.25);
    assertThat(found.getDataType()).isEqualTo(DataType.FLOAT16);
    assertThat(found.toByteArray()).isEqualTo(x.toByteArray());
    trial.assertClose(x.toType(DataType.FLOAT32, true), found.toType(DataType.FLOAT32, true));
  }
}

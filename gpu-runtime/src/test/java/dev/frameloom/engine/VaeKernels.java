package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Oracles of {@code kernels/vae.torchscript}. */
final class VaeKernels {

  private VaeKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("picture_projections", "2x8x5x3", trial -> projections(trial, 2, 8, 5, 3)),
        new KernelCase("picture_projections", "1x4x1x3", trial -> projections(trial, 1, 4, 1, 3)),
        new KernelCase("posterior_mean", "2x8x5x3", VaeKernels::posteriorMean));
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
}

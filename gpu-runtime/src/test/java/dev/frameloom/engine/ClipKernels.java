package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/clip.torchscript}. */
final class ClipKernels {

  private static final double EPSILON = 1e-5;

  private ClipKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("picture_embedding", "2x3x8x12, patches of 4", trial -> begin(trial, 8, 12)),
        new KernelCase("picture_embedding", "2x3x9x7, patches of 4", trial -> begin(trial, 9, 7)),
        new KernelCase("picture_result", "2x5x6 to 2x3", ClipKernels::pictureResult),
        new KernelCase("text_result", "place 3 of 2x5x6 to 2x3", ClipKernels::textResult));
  }

  private static void begin(KernelTrial trial, int height, int width) {
    int size = 6;
    int patches = (height / 4) * (width / 4);
    NDArray x = trial.random("x", 2, 3, height, width);
    NDArray[] w = {
      trial.random("class", size),
      trial.weight("patch", size, 3, 4, 4),
      trial.random("position", 1 + patches, size),
      trial.random("n", size),
      trial.random("nb", size)
    };
    NDArray none = trial.scope().zeros(new Shape(size));
    NDArray tokens = Plain.tokens(Plain.convolution(x, w[1], none, 4, 0));
    NDArray whole = w[0].reshape(1, 1, size).repeat(0, 2);
    NDArray expected = whole.concat(tokens, 1).add(w[2]);
    expected = Plain.layerNorm(expected, w[3], w[4], EPSILON);
    trial.assertClose(expected, trial.call(x, trial.list(w), 4, EPSILON));
  }

  private static void pictureResult(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 5, 6);
    NDArray[] w = {trial.random("n", 6), trial.random("nb", 6), trial.weight("p", 3, 6)};
    NDArray first = Plain.layerNorm(x.get(":, 0"), w[0], w[1], EPSILON);
    trial.assertClose(Plain.linear(first, w[2]), trial.call(x, trial.list(w), EPSILON));
  }

  private static void textResult(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 5, 6);
    NDArray w = trial.weight("p", 3, 6);
    trial.assertClose(Plain.linear(x.get(":, 3"), w), trial.call(x, 3, trial.list(w)));
  }
}

package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/** Oracles of {@code kernels/tensors.torchscript} and {@code kernels/linear.torchscript}. */
final class TensorKernels {

  private TensorKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("weight", "of a convolution", trial -> weight(trial, 3, 5, 3, 3)),
        new KernelCase("weight", "of a linear map", trial -> weight(trial, 3, 5)),
        new KernelCase("weight", "half precision is widened", TensorKernels::widened),
        new KernelCase("total_of_rows", "1 to 3 of 5", TensorKernels::total),
        new KernelCase("in_format", "to half precision", TensorKernels::halved),
        new KernelCase("in_format", "from half precision", TensorKernels::widened),
        new KernelCase("concat", "channels", trial -> concat(trial, 1)),
        new KernelCase("concat", "rows", trial -> concat(trial, 0)),
        new KernelCase("add", "2x3x5", TensorKernels::add),
        new KernelCase("combine", "2x3x5", TensorKernels::combine),
        new KernelCase("linear", "2x7x5 to 3, bias", trial -> linear(trial, true)),
        new KernelCase("linear", "2x7x5 to 3, no bias", trial -> linear(trial, false)),
        new KernelCase("guided", "4x3x5 to 2", TensorKernels::guided),
        new KernelCase("affine", "2x7x5 to 3, bias", trial -> affine(trial, 7, 5, 3)),
        new KernelCase("affine", "2x1x64 to 1, bias", trial -> affine(trial, 1, 64, 1)),
        new KernelCase("affine", "2x77x33 to 130, bias", trial -> affine(trial, 77, 33, 130)),
        new KernelCase("scaled", "3x7", TensorKernels::scaled),
        new KernelCase("extent", "3x7, two of them infinite", TensorKernels::extent),
        new KernelCase("plain", "channels-last 2x3x5x7", TensorKernels::plain),
        new KernelCase("layer_norm", "2x7x5", trial -> layerNorm(trial, 2, 7, 5)),
        new KernelCase("layer_norm", "1x1x64", trial -> layerNorm(trial, 1, 1, 64)));
  }

  private static void weight(KernelTrial trial, long... shape) {
    NDArray x = trial.random("x", shape);
    trial.assertClose(x, trial.call(x, 6));
  }

  private static void total(KernelTrial trial) {
    NDArray x = trial.channelsLast("x", 5, 3, 2, 2);
    double total = 0;
    for (float value : x.get("1:4").toFloatArray()) {
      total += value;
    }
    trial.assertClose(
        trial.scope().create((float) total).reshape(1).concat(trial.scope().create(new float[1])),
        trial.call(x, 1, 3).reshape(1).concat(trial.scope().create(new float[1])));
  }

  private static void widened(KernelTrial trial) {
    NDArray x = trial.known(trial.random("x", 3, 5).toType(DataType.FLOAT16, true));
    NDArray found = trial.call(x, 6);
    trial.assertClose(x.toType(DataType.FLOAT32, true), found);
  }

  private static void halved(KernelTrial trial) {
    NDArray x = trial.random("x", 3, 5);
    NDArray expected = x.toType(DataType.FLOAT16, true).toType(DataType.FLOAT32, true);
    trial.assertClose(expected, trial.call(x, 5));
  }

  private static void concat(KernelTrial trial, int axis) {
    NDArray x = trial.channelsLast("x", 2, 3, 5, 7);
    NDArray y = trial.random("y", axis == 0 ? 1 : 2, axis == 1 ? 4 : 3, 5, 7);
    NDArray expected = NDArrays.concat(new NDList(x, y), axis);
    trial.assertClose(expected, trial.call(trial.list(x, y), axis));
  }

  private static void add(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 5);
    NDArray y = trial.random("y", 2, 3, 5);
    trial.assertClose(x.add(y), trial.call(x, y));
  }

  private static void combine(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 5);
    NDArray y = trial.random("y", 2, 3, 5);
    trial.assertClose(x.mul(0.3).add(y.mul(-1.7)), trial.call(x, 0.3, y, -1.7));
  }

  private static void linear(KernelTrial trial, boolean biased) {
    NDArray x = trial.random("x", 2, 7, 5);
    NDArray w = trial.weight("w", 3, 5);
    NDArray b = trial.random("b", 3);
    NDArray expected = biased ? Plain.linear(x, w, b) : Plain.linear(x, w);
    trial.assertClose(expected, trial.call(x, biased ? trial.list(w, b) : trial.list(w)));
  }

  private static void guided(KernelTrial trial) {
    NDArray bare = trial.random("bare", 2, 3, 5);
    NDArray full = trial.random("full", 2, 3, 5);
    NDArray both = trial.known(NDArrays.concat(new NDList(bare, full), 0));
    trial.assertClose(full.mul(7.5).sub(bare.mul(6.5)), trial.call(both, 7.5));
  }

  private static void affine(KernelTrial trial, int tokens, int in, int out) {
    NDArray x = trial.random("x", 2, tokens, in);
    NDArray w = trial.weight("w", out, in);
    NDArray b = trial.random("b", out);
    trial.assertClose(Plain.linear(x, w, b), trial.call(x, w, b));
  }

  private static void scaled(KernelTrial trial) {
    NDArray x = trial.random("x", 3, 7);
    trial.assertClose(Plain.map(x, value -> value * 0.18215), trial.call(x, 0.18215));
  }

  private static void extent(KernelTrial trial) {
    NDArray x = trial.random("x", 3, 7);
    x.setScalar(new NDIndex(0, 0), Float.POSITIVE_INFINITY);
    x.setScalar(new NDIndex(2, 3), Float.NaN);
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : x.toFloatArray()) {
      if (Float.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    trial.assertClose(trial.scope().create(new float[] {least, most, 2}), trial.call(x));
  }

  private static void plain(KernelTrial trial) {
    NDArray x = trial.channelsLast("x", 2, 3, 5, 7);
    trial.assertClose(x.duplicate(), trial.call(x));
  }

  private static void layerNorm(KernelTrial trial, long... shape) {
    NDArray x = trial.random("x", shape);
    NDArray w = trial.random("w", shape[2]);
    NDArray b = trial.random("b", shape[2]);
    trial.assertClose(Plain.layerNorm(x, w, b, 1e-5), trial.call(x, trial.list(w, b), 1e-5));
  }
}

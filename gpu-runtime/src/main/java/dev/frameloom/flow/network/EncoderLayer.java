package dev.frameloom.flow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution, a norm, and ReLU or not: (B, in, H, W) to (B, out, H/stride, W/stride).
 *
 * @param norm what the weights are for
 * @param weights as the norm's kernel takes them
 * @param stride 1 or 2
 * @param rectified whether ReLU ends it
 */
record EncoderLayer(EncoderNorm norm, TensorList weights, int stride, boolean rectified) {

  /** Sizes of a layer's convolution. */
  record Form(int in, int out, int kernel, int stride) {}

  /**
   * Reads a layer.
   *
   * @param convolution where its weights are
   * @param normed where the norm's weights are, for those that have any
   */
  static EncoderLayer read(
      Weights convolution,
      Weights normed,
      Form form,
      EncoderNorm norm,
      boolean biased,
      boolean rectified) {
    List<NDArray> tensors = new ArrayList<>();
    tensors.add(convolution.tensor("weight", form.out(), form.in(), form.kernel(), form.kernel()));
    if (biased) {
      tensors.add(convolution.tensor("bias", form.out()));
    }
    if (norm == EncoderNorm.BATCH) {
      for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
        tensors.add(normed.tensor(name, form.out()));
      }
    }
    TensorList list = new TensorList(convolution.owner(), tensors);
    return new EncoderLayer(norm, list, form.stride(), rectified);
  }

  NDArray apply(NDManager scope, NDArray x) {
    return Kernels.call(scope, norm.kernel(), x, weights, stride, rectified);
  }
}

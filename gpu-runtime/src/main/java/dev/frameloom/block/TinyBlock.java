package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Three convolutions with ReLU between and after, beside a shortcut, as tiny autoencoders have
 * them: (B, C, H, W) to the same.
 */
public final class TinyBlock {

  /** All of them, as the kernel of a whole picture takes them. */
  private final TensorList weights;

  private final List<TensorList> convolutions = new ArrayList<>();

  /** Reads {@code conv.0}, {@code conv.2} and {@code conv.4}. */
  public TinyBlock(Weights weights, int channels) {
    List<NDArray> tensors = new ArrayList<>();
    for (int i : new int[] {0, 2, 4}) {
      Weights conv = weights.at("conv", i);
      NDArray weight = conv.tensor("weight", channels, channels, 3, 3);
      NDArray bias = conv.tensor("bias", channels);
      convolutions.add(weights.list(weight, bias));
      tensors.add(weight);
      tensors.add(bias);
    }
    this.weights = new TensorList(weights.owner(), tensors);
  }

  /** Applies it to bands. */
  public Bands apply(Bands x) {
    if (x.isWhole()) {
      return x.whole((scope, picture) -> Kernels.call(scope, "tiny_block", picture, weights));
    }
    Bands first = x.none();
    for (int i = 0; i < x.count(); i++) {
      first.add(x.convolved(x.scope(), i, rectified(convolutions.get(0))));
    }
    Bands second = first.convolved(rectified(convolutions.get(1)));
    Bands result = x.none();
    for (int i = 0; i < x.count(); i++) {
      try (NDArray h = second.convolved(second.scope(), i, convolution(convolutions.get(2)));
          NDArray beside = x.band(i)) {
        result.add(Kernels.call(x.scope(), "tiny_join", beside, h, weights));
      }
      second.release(i);
    }
    second.close();
    x.close();
    return result;
  }

  private static Bands.BandLayer convolution(TensorList conv) {
    return (scope, rows, top, bottom) -> Kernels.call(scope, "band_conv", rows, conv, top, bottom);
  }

  private static Bands.BandLayer rectified(TensorList conv) {
    return (scope, rows, top, bottom) ->
        Kernels.call(scope, "relu", Kernels.call(scope, "band_conv", rows, conv, top, bottom));
  }
}

package dev.frameloom.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions over the control image: (B, 3, H, W) to (B, C, H/f, W/f), which is added to what
 * comes of the latents.
 */
final class HintNetwork {

  private record Layer(TensorList weights, int stride) {}

  private final List<Layer> layers = new ArrayList<>();
  private final TensorList out;

  /** Reads {@code conv_in}, {@code blocks} and {@code conv_out}. */
  HintNetwork(Weights weights, ControlNetConfig config) {
    List<Integer> channels = config.hintChannels();
    int width = channels.get(0);
    layers.add(new Layer(weights.at("conv_in").convolution(width, config.imageChannels(), 3), 1));
    for (int i = 0; i + 1 < channels.size(); i++) {
      int in = channels.get(i);
      int next = channels.get(i + 1);
      layers.add(new Layer(weights.at("blocks", 2 * i).convolution(in, in, 3), 1));
      layers.add(new Layer(weights.at("blocks", 2 * i + 1).convolution(next, in, 3), 2));
    }
    int last = channels.get(channels.size() - 1);
    out = weights.at("conv_out").convolution(config.unet().channels().get(0), last, 3);
  }

  NDArray apply(NDManager scope, NDArray image) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray x = image;
          for (Layer layer : layers) {
            x = Kernels.call(inner, "conv_silu", x, layer.weights(), layer.stride());
          }
          return Kernels.call(inner, "conv", x, out, 1, 1);
        });
  }
}

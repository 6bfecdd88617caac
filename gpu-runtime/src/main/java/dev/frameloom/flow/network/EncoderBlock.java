package dev.frameloom.flow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Layers beside a shortcut, ReLU of their sum: (B, in, H, W) to (B, out, H/stride, W/stride). */
final class EncoderBlock {

  private final List<EncoderLayer> layers;
  private final Optional<EncoderLayer> shortcut;

  /**
   * Reads a block.
   *
   * @param at weights by a path within the block, as {@code conv1} or {@code downsample.0}
   */
  EncoderBlock(Function<String, Weights> at, EncoderForm form, int in, int out, int stride) {
    layers =
        form.bottleneck()
            ? List.of(
                layer(at, 1, new EncoderLayer.Form(in, out / 4, 1, 1), form),
                layer(at, 2, new EncoderLayer.Form(out / 4, out / 4, 3, stride), form),
                layer(at, 3, new EncoderLayer.Form(out / 4, out, 1, 1), form))
            : List.of(
                layer(at, 1, new EncoderLayer.Form(in, out, 3, stride), form),
                layer(at, 2, new EncoderLayer.Form(out, out, 3, 1), form));
    shortcut =
        stride == 1 && in == out
            ? Optional.empty()
            : Optional.of(
                EncoderLayer.read(
                    at.apply("downsample.0"),
                    at.apply("downsample.1"),
                    new EncoderLayer.Form(in, out, 1, stride),
                    form.norm(),
                    true,
                    false));
  }

  private static EncoderLayer layer(
      Function<String, Weights> at, int number, EncoderLayer.Form sizes, EncoderForm form) {
    return EncoderLayer.read(
        at.apply("conv" + number),
        at.apply("norm" + number),
        sizes,
        form.norm(),
        form.biased(),
        true);
  }

  NDArray apply(NDManager scope, NDArray x) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray h = x;
          for (EncoderLayer layer : layers) {
            h = layer.apply(inner, h);
          }
          NDArray beside = shortcut.map(it -> it.apply(inner, x)).orElse(x);
          return Kernels.call(inner, "relu_sum", beside, h);
        });
  }
}

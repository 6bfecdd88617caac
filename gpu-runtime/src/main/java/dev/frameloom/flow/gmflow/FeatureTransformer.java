package dev.frameloom.flow.gmflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers in which the tokens of each picture attend to each other, then to the other picture's.
 * Every second layer moves the windows.
 */
final class FeatureTransformer {

  private record Layer(WindowAttention own, WindowAttention across) {}

  private final List<Layer> layers = new ArrayList<>();
  private final int splits;

  FeatureTransformer(Weights weights, GmFlowConfig config) {
    splits = config.splits();
    for (int i = 0; i < config.layers(); i++) {
      Weights layer = weights.at("layers", i);
      layers.add(
          new Layer(
              new WindowAttention(layer.at("self_attn"), config.channels()),
              new WindowAttention(
                  layer.at("cross_attn_ffn"), config.channels(), config.expansion())));
    }
  }

  /**
   * Tokens of both pictures, after all layers.
   *
   * @param tokens (2·B, S, C): all first pictures, then all second ones
   */
  NDArray apply(NDManager scope, NDArray tokens, int height, int width) {
    NDArray x = tokens;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      WindowGrid grid = new WindowGrid(height, width, splits, i % 2 == 1 && splits > 1);
      NDArray before = x;
      x =
          Scopes.within(
              scope,
              inner -> {
                NDArray other = Kernels.call(inner, "halves_swapped", before);
                NDArray own = layer.own().apply(inner, before, before, grid);
                return layer.across().apply(inner, own, other, grid);
              });
    }
    return x;
  }
}

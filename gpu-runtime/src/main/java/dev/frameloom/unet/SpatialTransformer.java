package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture through transformer blocks, as tokens: (B, C, H, W) to the same. The projections before
 * and after are 1×1 convolutions in Stable Diffusion 1 and linear maps in 2; on tokens these are
 * the same thing.
 */
final class SpatialTransformer {

  private static final double EPSILON = 1e-6;

  private final int groups;
  private final TensorList in;
  private final TensorList out;
  private final List<TransformerBlock> blocks = new ArrayList<>();

  SpatialTransformer(Weights weights, UNetConfig config, int level) {
    int channels = config.channels().get(level);
    groups = config.groups();
    in =
        weights.list(
            weights.tensor("norm.weight", channels),
            weights.tensor("norm.bias", channels),
            weights.matrix("proj_in.weight", channels, channels),
            weights.tensor("proj_in.bias", channels));
    for (int i = 0; i < config.transformerLayers().get(level); i++) {
      blocks.add(
          new TransformerBlock(
              weights.at("transformer_blocks", i),
              channels,
              config.heads().get(level),
              config.contextSize()));
    }
    out =
        weights.list(
            weights.matrix("proj_out.weight", channels, channels),
            weights.tensor("proj_out.bias", channels));
  }

  NDArray apply(NDManager scope, NDArray x, UNetCall call) {
    int height = (int) x.getShape().get(2);
    int width = (int) x.getShape().get(3);
    return Scopes.within(
        scope,
        inner -> {
          NDArray tokens = Kernels.call(inner, "tokens_in", x, in, groups, EPSILON);
          for (TransformerBlock block : blocks) {
            tokens = block.apply(inner, tokens, call, height, width);
          }
          return Kernels.call(inner, "tokens_out", tokens, x, out);
        });
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.weights.Weights;

/** The middle: residual block, transformer, residual block. */
final class MidBlock {

  private final ResidualBlock first;
  private final SpatialTransformer transformer;
  private final ResidualBlock second;

  MidBlock(Weights weights, UNetConfig config) {
    int channels = config.channels().get(config.last());
    ResidualBlock.Size size =
        new ResidualBlock.Size(
            channels, channels, config.timeSize(), config.groups(), config.epsilon());
    first = new ResidualBlock(weights.at("resnets", 0), size);
    transformer = new SpatialTransformer(weights.at("attentions", 0), config, config.last());
    second = new ResidualBlock(weights.at("resnets", 1), size);
  }

  NDArray apply(NDManager scope, NDArray x, UNetCall call) {
    NDArray h = first.apply(scope, x, call.time());
    h = transformer.apply(scope, h, call);
    return second.apply(scope, h, call.time());
  }
}

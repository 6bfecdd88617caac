package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;

/** The middle: residual block, transformer, residual block. */
final class MidBlock {

  private final ResidualLayer first;
  private final SpatialTransformer transformer;
  private final ResidualLayer second;

  MidBlock(Weights weights, UNetConfig config) {
    int channels = config.channels().get(config.last());
    first = new ResidualLayer(weights.at("resnets", 0), config, channels, channels);
    transformer = new SpatialTransformer(weights.at("attentions", 0), config, config.last());
    second = new ResidualLayer(weights.at("resnets", 1), config, channels, channels);
  }

  NDArray apply(NDManager scope, NDArray x, UNetCall call) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray h = first.apply(inner, x, call);
          h = transformer.apply(inner, h, call);
          return second.apply(inner, h, call);
        });
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A level on the way down: residual blocks, each with a transformer or none, then half the size.
 */
final class DownBlock {

  private final List<ResidualBlock> residuals = new ArrayList<>();
  private final List<SpatialTransformer> transformers = new ArrayList<>();
  private final Optional<Convolution> downsample;

  DownBlock(Weights weights, UNetConfig config, int level) {
    int out = config.channels().get(level);
    int in = level == 0 ? out : config.channels().get(level - 1);
    for (int i = 0; i < config.layers(); i++) {
      residuals.add(
          new ResidualBlock(
              weights.at("resnets", i),
              new ResidualBlock.Size(
                  i == 0 ? in : out, out, config.timeSize(), config.groups(), config.epsilon())));
      if (config.attending().get(level)) {
        transformers.add(new SpatialTransformer(weights.at("attentions", i), config, level));
      }
    }
    downsample =
        level == config.last()
            ? Optional.empty()
            : Optional.of(new Convolution(weights.at("downsamplers.0").at("conv"), out, out, 3, 2));
  }

  /** Applies the level and pushes what the way up needs. */
  NDArray apply(NDManager scope, NDArray input, UNetCall call, Deque<NDArray> skips) {
    NDArray x = input;
    for (int i = 0; i < residuals.size(); i++) {
      x = layer(scope, i, x, call);
      skips.push(x);
    }
    if (downsample.isPresent()) {
      x = downsample.get().apply(scope, x);
      skips.push(x);
    }
    return x;
  }

  private NDArray layer(NDManager scope, int index, NDArray x, UNetCall call) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray h = residuals.get(index).apply(inner, x, call.time());
          return transformers.isEmpty() ? h : transformers.get(index).apply(inner, h, call);
        });
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A level on the way down: residual blocks, each with a transformer or none, then half the size.
 */
final class DownBlock {

  private final List<ResidualLayer> residuals = new ArrayList<>();
  private final List<SpatialTransformer> transformers = new ArrayList<>();
  private final Optional<Convolution> downsample;

  DownBlock(Weights weights, UNetConfig config, int level) {
    int out = config.channels().get(level);
    int in = level == 0 ? out : config.channels().get(level - 1);
    for (int i = 0; i < config.layers(); i++) {
      residuals.add(new ResidualLayer(weights.at("resnets", i), config, i == 0 ? in : out, out));
      if (config.attending().get(level)) {
        transformers.add(new SpatialTransformer(weights.at("attentions", i), config, level));
      }
    }
    downsample =
        level == config.last()
            ? Optional.empty()
            : Optional.of(new Convolution(weights.at("downsamplers.0").at("conv"), out, out, 3, 2));
  }

  /** Applies the level and adds what the way up needs. */
  NDArray apply(NDManager scope, NDArray input, UNetCall call, List<NDArray> skips) {
    NDArray x = input;
    for (int i = 0; i < residuals.size(); i++) {
      x = layer(scope, i, x, call);
      skips.add(x);
    }
    if (downsample.isPresent()) {
      x = downsample.get().apply(scope, x);
      skips.add(x);
    }
    return x;
  }

  private NDArray layer(NDManager scope, int index, NDArray x, UNetCall call) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray h = residuals.get(index).apply(inner, x, call);
          return transformers.isEmpty() ? h : transformers.get(index).apply(inner, h, call);
        });
  }
}

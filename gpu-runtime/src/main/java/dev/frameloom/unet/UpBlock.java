package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.block.Upsample;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A level on the way up: residual blocks that each take a skip beside their input, each with a
 * transformer or none, then twice the size.
 */
final class UpBlock {

  private final List<ResidualBlock> residuals = new ArrayList<>();
  private final List<SpatialTransformer> transformers = new ArrayList<>();
  private final Optional<Upsample> upsample;

  /**
   * A level.
   *
   * @param index 0 for the innermost
   */
  UpBlock(Weights weights, UNetConfig config, int index) {
    int level = config.last() - index;
    int out = config.channels().get(level);
    int below = config.channels().get(Math.min(level + 1, config.last()));
    int above = config.channels().get(Math.max(level - 1, 0));
    int layers = config.layers() + 1;
    for (int i = 0; i < layers; i++) {
      int in = i == 0 ? below : out;
      int skip = i == layers - 1 ? above : out;
      residuals.add(
          new ResidualBlock(
              weights.at("resnets", i),
              new ResidualBlock.Size(
                  in + skip, out, config.timeSize(), config.groups(), config.epsilon())));
      if (config.attendingUp().get(index)) {
        transformers.add(new SpatialTransformer(weights.at("attentions", i), config, level));
      }
    }
    upsample =
        level == 0 ? Optional.empty() : Optional.of(new Upsample(weights.at("upsamplers.0"), out));
  }

  /** Applies the level, popping its skips. */
  NDArray apply(NDManager scope, NDArray input, UNetCall call, Deque<NDArray> skips) {
    NDArray x = input;
    for (int i = 0; i < residuals.size(); i++) {
      x = layer(scope, i, x, skips.pop(), call);
    }
    return upsample.isPresent() ? upsample.get().apply(scope, x) : x;
  }

  private NDArray layer(NDManager scope, int index, NDArray x, NDArray skip, UNetCall call) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray both = beside(inner, x, skip);
          NDArray h = residuals.get(index).apply(inner, both, call.time());
          return transformers.isEmpty() ? h : transformers.get(index).apply(inner, h, call);
        });
  }

  /** (B, C, H, W) and (B, D, H, W) to (B, C + D, H, W). */
  private static NDArray beside(NDManager scope, NDArray x, NDArray skip) {
    try (NDManager inner = scope.newSubManager()) {
      return Kernels.call(scope, "concat", new TensorList(inner, List.of(x, skip)), 1);
    }
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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

  private final List<ResidualLayer> residuals = new ArrayList<>();
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
      residuals.add(new ResidualLayer(weights.at("resnets", i), config, in + skip, out));
      if (config.attendingUp().get(index)) {
        transformers.add(new SpatialTransformer(weights.at("attentions", i), config, level));
      }
    }
    upsample =
        level == 0 ? Optional.empty() : Optional.of(new Upsample(weights.at("upsamplers.0"), out));
  }

  /** Applies the level to its input and as many skips as it has layers; frees both. */
  NDArray apply(NDManager scope, NDArray input, UNetCall call, Deque<NDArray> skips) {
    NDArray x = input;
    for (ResidualLayer residual : residuals) {
      try (NDArray below = x;
          NDArray skip = skips.pop()) {
        x = layer(scope, residual, below, skip, call);
      }
    }
    if (upsample.isEmpty()) {
      return x;
    }
    // the next level's size: twice this one, or one less where it was halved from an odd number
    Shape next = skips.element().getShape();
    try (NDArray below = x) {
      return upsample.get().apply(scope, below, next.get(2), next.get(3));
    }
  }

  private NDArray layer(
      NDManager scope, ResidualLayer residual, NDArray x, NDArray skip, UNetCall call) {
    int index = residuals.indexOf(residual);
    return Scopes.within(
        scope,
        inner -> {
          NDArray both = joined(inner, residual, x, skip, call.hooks().skips());
          NDArray h = residual.apply(inner, both, call);
          return transformers.isEmpty() ? h : transformers.get(index).apply(inner, h, call);
        });
  }

  /** (B, C, H, W) and (B, D, H, W) to (B, C + D, H, W). */
  private static NDArray joined(
      NDManager scope, ResidualLayer residual, NDArray x, NDArray skip, SkipProcessor processor) {
    ResidualSite site = residual.site(x);
    SkipProcessor.Pair pair = processor.beforeJoin(site, x, skip);
    Results.check(site.path(), pair.x(), x.getShape().getShape());
    Results.check(site.path(), pair.skip(), skip.getShape().getShape());
    try (NDManager inner = scope.newSubManager()) {
      return Kernels.call(
          scope, "concat", new TensorList(inner, List.of(pair.x(), pair.skip())), 1);
    }
  }
}

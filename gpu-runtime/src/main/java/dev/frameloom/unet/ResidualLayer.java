package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;

/** A residual block at its place in the UNet: one kernel, or three where a method reaches in. */
final class ResidualLayer {

  private final String path;
  private final ResidualBlock block;
  private final int out;

  ResidualLayer(Weights weights, UNetConfig config, int in, int out) {
    this.out = out;
    path = weights.path();
    block =
        new ResidualBlock(
            weights,
            new ResidualBlock.Size(in, out, config.timeSize(), config.groups(), config.epsilon()));
  }

  /** Where it is, for an input (B, C, H, W). */
  ResidualSite site(NDArray x) {
    long[] shape = x.getShape().getShape();
    return new ResidualSite(path, (int) shape[0], (int) shape[2], (int) shape[3]);
  }

  NDArray apply(NDManager scope, NDArray x, UNetCall call) {
    SubLayerProcessor processor = call.hooks().subLayers();
    if (processor == SubLayerProcessor.STANDARD) {
      return block.apply(scope, x, call.time());
    }
    return Scopes.within(
        scope,
        layer -> {
          ResidualSite site = site(x);
          SubLayer inner = normed -> block.inner(layer, normed, call.time());
          NDArray result = processor.residual(site, block.normed(layer, x), inner);
          Results.check(site.path(), result, site.rows(), out, site.height(), site.width());
          return block.joined(layer, x, result);
        });
  }
}

package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The first half of a UNet: time embedding, first convolution, the levels on the way down, the
 * middle. A ControlNet is a copy of it. Complete after construction.
 */
public final class DownPath {

  private final UNetConfig config;
  private final TimeEmbedding time;
  private final Convolution in;
  private final List<DownBlock> levels = new ArrayList<>();
  private final MidBlock mid;

  /**
   * What the first half gives.
   *
   * @param time (1, T), embedding of the timestep after SiLU
   * @param skips what the way up needs: the first convolution's result, then each layer's and each
   *     downsampling's
   * @param mid the middle block's result
   */
  public record Features(NDArray time, List<NDArray> skips, NDArray mid) {

    public Features {
      skips = List.copyOf(skips);
    }
  }

  /** Reads all weights. */
  public DownPath(UNetConfig config, Weights weights) {
    this.config = config;
    int outer = config.channels().get(0);
    time = new TimeEmbedding(weights.at("time_embedding"), config);
    in = new Convolution(weights.at("conv_in"), config.inChannels(), outer, 3, 1);
    for (int i = 0; i <= config.last(); i++) {
      levels.add(new DownBlock(weights.at("down_blocks", i), config, i));
    }
    mid = new MidBlock(weights.at("mid_block"), config);
  }

  /** Applies it; all that comes of it is attached to the scope. */
  public Features apply(NDManager scope, UNetInput input, UNetHooks hooks) {
    return apply(scope, input, hooks, x -> x);
  }

  /** The same with something (B, C, h, w) added to the result of the first convolution. */
  public Features apply(NDManager scope, UNetInput input, UNetHooks hooks, NDArray added) {
    return apply(scope, input, hooks, x -> Kernels.call(scope, "add", x, added));
  }

  private Features apply(
      NDManager scope, UNetInput input, UNetHooks hooks, UnaryOperator<NDArray> afterFirst) {
    NDArray latents = input.latents();
    Shapes.check("latents", latents, -1, config.inChannels(), -1, -1);
    Shapes.check("text", input.text(), latents.getShape().get(0), -1, config.contextSize());
    NDArray embedding = time.embed(scope, input.timestep(), input.guidance());
    UNetCall call = new UNetCall(embedding, input.text(), hooks);
    List<NDArray> skips = new ArrayList<>();
    NDArray x = afterFirst.apply(in.apply(scope, latents));
    skips.add(x);
    for (DownBlock level : levels) {
      x = level.apply(scope, x, call, skips);
    }
    return new Features(embedding, skips, mid.apply(scope, x, call));
  }
}

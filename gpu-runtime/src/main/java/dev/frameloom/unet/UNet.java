package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.block.NormedConvolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import dev.frameloom.weights.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Predicts noise (or velocity) from noised latents, timestep and text, as diffusers'
 * UNet2DConditionModel does. Complete after construction.
 *
 * <p>B rows, 4 latent channels, h × w latent size, E size of a text embedding.
 */
public final class UNet {

  private final UNetConfig config;
  private final TimeEmbedding time;
  private final Convolution in;
  private final List<DownBlock> down = new ArrayList<>();
  private final MidBlock mid;
  private final List<UpBlock> up = new ArrayList<>();
  private final NormedConvolution out;

  /** Reads all weights. */
  public UNet(UNetConfig config, Weights weights) {
    this.config = config;
    int outer = config.channels().get(0);
    time = new TimeEmbedding(weights.at("time_embedding"), config);
    in = new Convolution(weights.at("conv_in"), config.inChannels(), outer, 3, 1);
    for (int i = 0; i <= config.last(); i++) {
      down.add(new DownBlock(weights.at("down_blocks", i), config, i));
    }
    mid = new MidBlock(weights.at("mid_block"), config);
    for (int i = 0; i <= config.last(); i++) {
      up.add(new UpBlock(weights.at("up_blocks", i), config, i));
    }
    out =
        new NormedConvolution(
            weights, outer, config.outChannels(), config.groups(), config.epsilon());
  }

  /**
   * Predicts.
   *
   * @param scope what the result is attached to; nothing else is
   * @param latents (B, 4, h, w), h and w multiples of {@link UNetConfig#sizeMultiple}
   * @param timestep training timestep
   * @param text (B, 77, E)
   * @param attention what computes attention
   * @return (B, 4, h, w)
   */
  public NDArray predict(
      NDManager scope, NDArray latents, int timestep, NDArray text, AttentionProcessor attention) {
    Shapes.check("latents", latents, -1, config.inChannels(), -1, -1);
    Shapes.check("text", text, latents.getShape().get(0), -1, config.contextSize());
    Shapes.checkMultiple("latents", latents, config.sizeMultiple());
    try (NDManager inner = scope.newSubManager()) {
      UNetCall call = new UNetCall(time.embed(inner, timestep), text, attention);
      Deque<NDArray> skips = new ArrayDeque<>();
      NDArray x = in.apply(inner, latents);
      skips.push(x);
      for (DownBlock block : down) {
        x = block.apply(inner, x, call, skips);
      }
      x = mid.apply(inner, x, call);
      for (UpBlock block : up) {
        x = block.apply(inner, x, call, skips);
      }
      NDArray result = out.apply(inner, x);
      return Kernels.call(scope, "plain", result);
    }
  }
}

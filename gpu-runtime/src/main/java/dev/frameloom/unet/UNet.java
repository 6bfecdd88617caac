package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.NormedConvolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.weights.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Predicts noise (or velocity) from noised latents, timestep and text, as diffusers'
 * UNet2DConditionModel does. Complete after construction.
 *
 * <p>B rows, C latent channels, h × w latent size, E size of a text embedding.
 */
public final class UNet {

  private final DownPath down;
  private final List<UpBlock> up = new ArrayList<>();
  private final NormedConvolution out;

  /** Reads all weights. */
  public UNet(UNetConfig config, Weights weights) {
    down = new DownPath(config, weights);
    for (int i = 0; i <= config.last(); i++) {
      up.add(new UpBlock(weights.at("up_blocks", i), config, i));
    }
    out =
        new NormedConvolution(
            weights,
            config.channels().get(0),
            config.outChannels(),
            config.groups(),
            config.epsilon());
  }

  /**
   * Predicts. Any latent size will do; where a level is halved from an odd number, the way up comes
   * back to just that number.
   *
   * @param scope what the result is attached to; nothing else is
   * @param input latents, timestep, text and what else the model takes
   * @param hooks where an edit method reaches in; {@link UNetHooks#NONE} for the model's own
   * @return (B, C, h, w)
   * @throws IllegalArgumentException where the input is not what the model takes
   */
  public NDArray predict(NDManager scope, UNetInput input, UNetHooks hooks) {
    try (NDManager inner = scope.newSubManager()) {
      DownPath.Features features = down.apply(inner, input, hooks);
      DownPath.Features joined =
          input.control().map(it -> Control.added(inner, features, it)).orElse(features);
      UNetCall call = new UNetCall(features.time(), input.text(), hooks);
      Deque<NDArray> skips = new ArrayDeque<>();
      joined.skips().forEach(skips::push);
      NDArray x = joined.mid();
      for (UpBlock level : up) {
        x = level.apply(inner, x, call, skips);
      }
      NDArray result = out.apply(inner, x);
      return Kernels.call(scope, "plain", result);
    }
  }
}

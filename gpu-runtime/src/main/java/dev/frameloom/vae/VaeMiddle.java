package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.weights.Weights;
import java.util.Optional;

/** The middle of each half: residual block, attention, residual block. */
final class VaeMiddle {

  private final ResidualBlock first;
  private final Optional<VaeAttention> attention;
  private final ResidualBlock second;

  VaeMiddle(Weights weights, VaeConfig config) {
    int channels = config.channels().get(config.last());
    ResidualBlock.Size size = VaeEncoder.residual(config, channels, channels);
    first = new ResidualBlock(weights.at("resnets", 0), size);
    attention =
        config.attending()
            ? Optional.of(new VaeAttention(weights.at("attentions", 0), channels, config.groups()))
            : Optional.empty();
    second = new ResidualBlock(weights.at("resnets", 1), size);
  }

  NDArray apply(NDManager scope, NDArray x) {
    NDArray h = first.apply(scope, x);
    if (attention.isPresent()) {
      h = attention.get().apply(scope, h);
    }
    return second.apply(scope, h);
  }
}

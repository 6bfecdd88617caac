package dev.frameloom.vae;

import dev.frameloom.block.Bands;
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

  Bands apply(Bands x) {
    Bands h = first.apply(x);
    return second.apply(attention.isPresent() ? attention.get().apply(h) : h);
  }
}

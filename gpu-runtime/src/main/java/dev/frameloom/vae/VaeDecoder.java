package dev.frameloom.vae;

import dev.frameloom.block.Bands;
import dev.frameloom.block.Convolution;
import dev.frameloom.block.NormedConvolution;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.block.Upsample;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Latents (B, C, h, w) to pictures (B, 3, f·h, f·w). */
final class VaeDecoder {

  private static final double EPSILON = 1e-6;

  private final Convolution in;
  private final VaeMiddle middle;
  private final List<Level> levels = new ArrayList<>();
  private final NormedConvolution out;

  private record Level(List<ResidualBlock> residuals, Optional<Upsample> upsample) {

    Bands apply(Bands input) {
      Bands x = input;
      for (ResidualBlock residual : residuals) {
        x = residual.apply(x);
      }
      return upsample.isPresent() ? upsample.get().apply(x) : x;
    }
  }

  VaeDecoder(Weights weights, VaeConfig config) {
    List<Integer> channels = config.channels();
    in =
        new Convolution(
            weights.at("conv_in"), config.latentChannels(), channels.get(config.last()), 3, 1);
    middle = new VaeMiddle(weights.at("mid_block"), config);
    for (int i = 0; i <= config.last(); i++) {
      levels.add(level(weights.at("up_blocks", i), config, i));
    }
    out =
        new NormedConvolution(
            weights, channels.get(0), config.pictureChannels(), config.groups(), EPSILON);
  }

  /** A level; index 0 is the innermost. */
  private static Level level(Weights weights, VaeConfig config, int index) {
    int at = config.last() - index;
    int channels = config.channels().get(at);
    int before = config.channels().get(Math.min(at + 1, config.last()));
    List<ResidualBlock> residuals = new ArrayList<>();
    for (int i = 0; i <= config.layers(); i++) {
      residuals.add(
          new ResidualBlock(
              weights.at("resnets", i),
              VaeEncoder.residual(config, i == 0 ? before : channels, channels)));
    }
    return new Level(
        residuals,
        at == 0
            ? Optional.empty()
            : Optional.of(new Upsample(weights.at("upsamplers.0"), channels)));
  }

  /** Consumes the latents' bands. */
  Bands apply(Bands latents) {
    Bands x = middle.apply(in.apply(latents));
    for (Level level : levels) {
      x = level.apply(x);
    }
    return out.apply(x);
  }
}

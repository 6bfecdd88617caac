package dev.frameloom.vae;

import dev.frameloom.block.Bands;
import dev.frameloom.block.Convolution;
import dev.frameloom.block.NormedConvolution;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pictures (B, 3, H, W) to moments of latents (B, 8, H/f, W/f). */
final class VaeEncoder {

  private static final double EPSILON = 1e-6;

  private final Convolution in;
  private final List<Level> levels = new ArrayList<>();
  private final VaeMiddle middle;
  private final NormedConvolution out;

  private record Level(List<ResidualBlock> residuals, Optional<AsymmetricDownsample> downsample) {

    Bands apply(Bands input) {
      Bands x = input;
      for (ResidualBlock residual : residuals) {
        x = residual.apply(x);
      }
      return downsample.isPresent() ? downsample.get().apply(x) : x;
    }
  }

  VaeEncoder(Weights weights, VaeConfig config) {
    in =
        new Convolution(
            weights.at("conv_in"), config.pictureChannels(), config.channels().get(0), 3, 1);
    for (int i = 0; i <= config.last(); i++) {
      levels.add(level(weights.at("down_blocks", i), config, i));
    }
    middle = new VaeMiddle(weights.at("mid_block"), config);
    out =
        new NormedConvolution(
            weights,
            config.channels().get(config.last()),
            2 * config.latentChannels(),
            config.groups(),
            EPSILON);
  }

  private static Level level(Weights weights, VaeConfig config, int index) {
    int channels = config.channels().get(index);
    int before = config.channels().get(Math.max(index - 1, 0));
    List<ResidualBlock> residuals = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      residuals.add(
          new ResidualBlock(
              weights.at("resnets", i), residual(config, i == 0 ? before : channels, channels)));
    }
    return new Level(
        residuals,
        index == config.last()
            ? Optional.empty()
            : Optional.of(new AsymmetricDownsample(weights.at("downsamplers.0"), channels)));
  }

  static ResidualBlock.Size residual(VaeConfig config, int in, int out) {
    return new ResidualBlock.Size(in, out, 0, config.groups(), EPSILON);
  }

  /** Consumes the images' bands. */
  Bands apply(Bands images) {
    Bands x = in.apply(images);
    for (Level level : levels) {
      x = level.apply(x);
    }
    return out.apply(middle.apply(x));
  }
}

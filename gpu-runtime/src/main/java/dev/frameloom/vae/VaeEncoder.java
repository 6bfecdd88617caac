package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.block.NormedConvolution;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/** Pictures (B, 3, H, W) to moments of latents (B, 8, H/f, W/f). */
final class VaeEncoder {

  private static final double EPSILON = 1e-6;

  private final Convolution in;
  private final List<Level> levels = new ArrayList<>();
  private final VaeMiddle middle;
  private final NormedConvolution out;

  private record Level(List<ResidualBlock> residuals, List<TensorList> downsample) {

    NDArray apply(NDManager scope, NDArray input) {
      return Scopes.within(
          scope,
          inner -> {
            NDArray x = input;
            for (ResidualBlock residual : residuals) {
              x = residual.apply(inner, x);
            }
            for (TensorList weights : downsample) {
              x = Kernels.call(inner, "downsample_asymmetric", x, weights);
            }
            return x;
          });
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
    List<TensorList> downsample =
        index == config.last()
            ? List.of()
            : List.of(weights.at("downsamplers.0").at("conv").convolution(channels, channels, 3));
    return new Level(residuals, downsample);
  }

  static ResidualBlock.Size residual(VaeConfig config, int in, int out) {
    return new ResidualBlock.Size(in, out, 0, config.groups(), EPSILON);
  }

  NDArray apply(NDManager scope, NDArray images) {
    NDArray x = in.apply(scope, images);
    for (Level level : levels) {
      x = level.apply(scope, x);
    }
    return out.apply(scope, middle.apply(scope, x));
  }
}

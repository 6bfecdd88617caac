package dev.frameloom.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.block.Bands;
import dev.frameloom.block.Convolution;
import dev.frameloom.block.TinyBlock;
import dev.frameloom.block.Upsample;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.Shapes;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The tiny autoencoder (TAESD), diffusers' AutoencoderTiny: convolutions and ReLU only, some tens
 * of times quicker than the full one, for live use. It has no posterior. Complete after
 * construction.
 */
public final class TinyAutoencoder implements LatentCodec {

  /** Latents are kept within, softly, before they are decoded. */
  private static final double LIMIT = 3;

  private final TinyConfig config;
  private final List<UnaryOperator<Bands>> encoder;
  private final List<UnaryOperator<Bands>> decoder;

  /** Reads all weights, under diffusers' names: {@code encoder.layers.0.weight} … */
  public TinyAutoencoder(TinyConfig config, Weights weights) {
    this(
        config,
        layer -> weights.at("encoder.layers", layer),
        layer -> weights.at("decoder.layers", layer));
  }

  private TinyAutoencoder(TinyConfig config, IntFunction<Weights> down, IntFunction<Weights> up) {
    this.config = config;
    encoder = encoder(config, down);
    decoder = decoder(config, up);
  }

  /**
   * Reads a folder: either as diffusers writes it, with {@code config.json}, or the original two
   * files {@code taesd_encoder.safetensors} and {@code taesd_decoder.safetensors}.
   *
   * @param owner closes what is read
   * @param dtype of weights and activations
   * @throws dev.frameloom.weights.ModelLoadException where something is missing or does not fit
   */
  public static TinyAutoencoder read(Path folder, NDManager owner, DataType dtype) {
    Path config = folder.resolve("config.json");
    if (Files.isRegularFile(folder.resolve("taesd_encoder.safetensors"))
        && !Files.isRegularFile(config)) {
      return original(folder, owner, dtype);
    }
    TinyConfig tiny = TinyConfig.read(ConfigReader.read(config));
    try (WeightFiles files = WeightFiles.open(folder, "diffusion_pytorch_model")) {
      return new TinyAutoencoder(tiny, new Weights(files, owner, dtype));
    }
  }

  /** The original's decoder counts the clamp as a layer, so that its numbers are one ahead. */
  private static TinyAutoencoder original(Path folder, NDManager owner, DataType dtype) {
    try (WeightFiles encoder = WeightFiles.file(folder.resolve("taesd_encoder.safetensors"));
        WeightFiles decoder = WeightFiles.file(folder.resolve("taesd_decoder.safetensors"))) {
      TinyConfig config =
          TinyConfig.TAESD.sized(
              encoder.shapes().getOrDefault("0.weight", List.of()),
              decoder.shapes().getOrDefault("1.weight", List.of()));
      Weights down = new Weights(encoder, owner, dtype);
      Weights up = new Weights(decoder, owner, dtype);
      return new TinyAutoencoder(
          config,
          layer -> down.at(String.valueOf(layer)),
          layer -> up.at(String.valueOf(layer + 1)));
    }
  }

  private static List<UnaryOperator<Bands>> encoder(TinyConfig config, IntFunction<Weights> at) {
    int width = config.encoderChannels();
    List<UnaryOperator<Bands>> layers = new ArrayList<>();
    layers.add(new Convolution(at.apply(0), config.pictureChannels(), width, 3, 1)::apply);
    for (int level = 0; level < config.encoderBlocks().size(); level++) {
      if (level > 0) {
        layers.add(Convolution.unbiased(at.apply(layers.size()), width, width, 3, 2)::apply);
      }
      for (int i = 0; i < config.encoderBlocks().get(level); i++) {
        layers.add(new TinyBlock(at.apply(layers.size()), width)::apply);
      }
    }
    int last = layers.size();
    layers.add(new Convolution(at.apply(last), width, config.latentChannels(), 3, 1)::apply);
    return List.copyOf(layers);
  }

  private static List<UnaryOperator<Bands>> decoder(TinyConfig config, IntFunction<Weights> at) {
    int width = config.decoderChannels();
    int levels = config.decoderBlocks().size();
    List<UnaryOperator<Bands>> layers = new ArrayList<>();
    layers.add(new Convolution(at.apply(0), config.latentChannels(), width, 3, 1)::apply);
    layers.add(TinyAutoencoder::rectified);
    for (int level = 0; level < levels; level++) {
      for (int i = 0; i < config.decoderBlocks().get(level); i++) {
        layers.add(new TinyBlock(at.apply(layers.size()), width)::apply);
      }
      if (level < levels - 1) {
        layers.add(UnaryOperator.identity()); // the enlargement, which the convolution does
        layers.add(Upsample.unbiased(at.apply(layers.size()), width)::apply);
      }
    }
    int last = layers.size();
    layers.add(new Convolution(at.apply(last), width, config.pictureChannels(), 3, 1)::apply);
    return List.copyOf(layers);
  }

  private static Bands rectified(Bands x) {
    return x.each((scope, band) -> Kernels.call(scope, "relu", band));
  }

  @Override
  public int factor() {
    return config.factor();
  }

  @Override
  public int channels() {
    return config.latentChannels();
  }

  @Override
  public double scale() {
    return config.scale();
  }

  @Override
  public NDArray encode(NDManager scope, NDArray images, Tiling tiling) {
    Shapes.check("images", images, -1, config.pictureChannels(), -1, -1);
    Shapes.checkMultiple("images", images, factor());
    return Scopes.within(
        scope,
        inner -> {
          NDArray unit = Kernels.call(inner, "stretched", images, 0.5, 0.5); // to [0, 1]
          NDArray latents = through(encoder, inner, unit, tiling.pixelRows(factor()));
          return Kernels.call(inner, "scaled", latents, config.scale());
        });
  }

  /** There is no posterior: what {@link #encode} gives; noise is only checked. */
  @Override
  public NDArray encodeSample(NDManager scope, NDArray images, NDArray noise, Tiling tiling) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray latents = encode(inner, images, tiling);
          Shapes.check("noise", noise, latents.getShape().getShape());
          return latents;
        });
  }

  @Override
  public NDArray decode(NDManager scope, NDArray latents, Tiling tiling) {
    Shapes.check("latents", latents, -1, channels(), -1, -1);
    return Scopes.within(
        scope,
        inner -> {
          NDArray raw = Kernels.call(inner, "scaled", latents, 1 / config.scale());
          NDArray clamped = Kernels.call(inner, "soft_clamp", raw, LIMIT);
          NDArray unit = through(decoder, inner, clamped, tiling.rows());
          return Kernels.call(inner, "stretched", unit, 2.0, -1.0); // to [−1, 1]
        });
  }

  private static NDArray through(
      List<UnaryOperator<Bands>> layers, NDManager scope, NDArray picture, int rows) {
    Bands x = Bands.cut(scope, picture, rows);
    for (UnaryOperator<Bands> layer : layers) {
      x = layer.apply(x);
    }
    return x.join(scope);
  }
}

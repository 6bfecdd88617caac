package dev.frameloom.model;

import dev.frameloom.engine.Precision;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.vae.CodecConfig;
import dev.frameloom.vae.Tiling;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.WeightFiles;
import java.util.List;

/**
 * What memory a model takes, from its shapes alone. Native memory of the model's device: the Java
 * heap comes on top, and on a CPU the libraries.
 *
 * @param unet shape of the UNet
 * @param vae shape of the autoencoder
 * @param parameters numbers in all weights
 * @param precision what the model computes in
 */
public record ModelFootprint(
    UNetConfig unet, CodecConfig vae, long parameters, Precision precision) {

  /** What allocators keep beside the numbers, in percent; measured, see {@link MemoryPlan}. */
  private static final long OVERHEAD_PERCENT = 10;

  /** Counts the weights by the headers of a model's files. */
  static ModelFootprint of(
      ModelFiles files, UNetConfig unet, CodecConfig vae, Precision precision) {
    long parameters = 0;
    for (String part : List.of("text_encoder", "unet", "vae")) {
      try (WeightFiles weights = files.weights(part)) {
        parameters += weights.counts().values().stream().mapToLong(Long::longValue).sum();
      }
    }
    return new ModelFootprint(unet, vae, parameters, precision);
  }

  /** Bytes of the weights. */
  public long weights() {
    return bytes(parameters);
  }

  /**
   * Bytes of a call of the UNet beside the weights.
   *
   * @param width pixels
   * @param height pixels
   * @param rows of the call; guidance doubles the pictures
   * @param seen frames that each frame attends to besides itself, 0 for the model as it is
   */
  public long predict(int width, int height, int rows, int seen) {
    return working(UNetFootprint.numbers(unet, latents(height), latents(width), rows, seen));
  }

  /** Bytes of the keys and values of one row, where they are kept for others to attend to. */
  public long keysAndValues(int width, int height) {
    return bytes(UNetFootprint.keysAndValues(unet, latents(height), latents(width)));
  }

  /** Bytes of decoding one picture beside the weights. */
  public long decode(int width, int height, Tiling tiling) {
    return working(VaeFootprint.decode(vae, height, width, tiling));
  }

  /** Bytes of encoding one picture beside the weights. */
  public long encode(int width, int height, Tiling tiling) {
    return working(VaeFootprint.encode(vae, height, width, tiling));
  }

  private long latents(int pixels) {
    return -Math.floorDiv(-pixels, vae.factor());
  }

  private long bytes(long numbers) {
    return numbers * precision.dtype().getNumOfBytes();
  }

  private long working(long numbers) {
    return bytes(numbers) * (100 + OVERHEAD_PERCENT) / 100;
  }
}

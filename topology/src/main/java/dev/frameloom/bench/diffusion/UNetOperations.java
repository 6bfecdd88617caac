package dev.frameloom.bench.diffusion;

import static dev.frameloom.bench.diffusion.Operations.attention;
import static dev.frameloom.bench.diffusion.Operations.convolution;
import static dev.frameloom.bench.diffusion.Operations.linear;

import dev.frameloom.unet.UNetConfig;

/** Floating-point operations of one call of a UNet, counted as {@link Operations} says. */
final class UNetOperations {

  private static final int TEXT_TOKENS = 77;

  private final UNetConfig config;
  private final int batch;

  private UNetOperations(UNetConfig config, int batch) {
    this.config = config;
    this.batch = batch;
  }

  /**
   * Counts.
   *
   * @param pixels of the latents, height times width
   */
  static long count(UNetConfig config, int batch, long pixels) {
    return new UNetOperations(config, batch).all(pixels);
  }

  private long all(long pixels) {
    int last = config.channels().size() - 1;
    int outer = config.channels().get(0);
    long sum =
        linear(1, outer, config.timeSize()) + linear(1, config.timeSize(), config.timeSize());
    sum += convolution(batch * pixels, config.inChannels(), outer, 3);
    long inside = pixels;
    for (int level = 0; level <= last; level++) {
      sum += down(level, last, inside);
      inside = level < last ? inside / 4 : inside;
    }
    int inner = config.channels().get(last);
    sum += 2 * residual(inner, inner, inside) + transformer(last, inside);
    for (int level = last; level >= 0; level--) {
      sum += up(level, last, inside);
      inside = level > 0 ? inside * 4 : inside;
    }
    return sum + convolution(batch * pixels, outer, config.outChannels(), 3);
  }

  private long down(int level, int last, long pixels) {
    int out = config.channels().get(level);
    long sum = level < last ? convolution(batch * pixels / 4, out, out, 3) : 0;
    for (int i = 0; i < config.layers(); i++) {
      sum += residual(i == 0 && level > 0 ? config.channels().get(level - 1) : out, out, pixels);
      sum += config.attending().get(level) ? transformer(level, pixels) : 0;
    }
    return sum;
  }

  private long up(int level, int last, long pixels) {
    int out = config.channels().get(level);
    int below = config.channels().get(Math.min(level + 1, last));
    int above = config.channels().get(Math.max(level - 1, 0));
    long sum = level > 0 ? convolution(batch * pixels * 4, out, out, 3) : 0;
    for (int i = 0; i <= config.layers(); i++) {
      int in = (i == 0 ? below : out) + (i == config.layers() ? above : out);
      sum += residual(in, out, pixels);
      sum += config.attendingUp().get(last - level) ? transformer(level, pixels) : 0;
    }
    return sum;
  }

  private long residual(int in, int out, long pixels) {
    // one time embedding serves all rows of the batch
    return Operations.residual(batch * pixels, in, out) + linear(1, config.timeSize(), out);
  }

  private long transformer(int level, long pixels) {
    int channels = config.channels().get(level);
    long tokens = batch * pixels;
    long text = (long) batch * TEXT_TOKENS;
    long block = 4 * linear(tokens, channels, channels) + attention(tokens, pixels, channels);
    block +=
        2 * linear(tokens, channels, channels) + 2 * linear(text, config.contextSize(), channels);
    block += attention(tokens, TEXT_TOKENS, channels);
    block += linear(tokens, channels, 8L * channels) + linear(tokens, 4L * channels, channels);
    return 2 * linear(tokens, channels, channels) + config.transformerLayers().get(level) * block;
  }
}

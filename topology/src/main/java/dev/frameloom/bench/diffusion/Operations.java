package dev.frameloom.bench.diffusion;

import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.vae.VaeConfig;
import dev.frameloom.weights.ModelFiles;
import java.util.List;

/**
 * Floating-point operations that a row needs: multiplications and additions of convolutions, linear
 * maps and attention, as PyTorch's FlopCounterMode counts them. Norms and activations are left out.
 */
final class Operations {

  private static final int TEXT_TOKENS = 77;

  private final UNetConfig unet;
  private final VaeConfig vae;
  private final TextEncoderConfig text;

  Operations(ModelFiles model) {
    unet = UNetConfig.read(model.config("unet"));
    vae = VaeConfig.read(model.config("vae"));
    text = TextEncoderConfig.read(model.config("text_encoder"));
  }

  long of(BenchCase it) {
    long latents = (long) (it.size() / vae.factor()) * (it.size() / vae.factor());
    return switch (it.part()) {
      case UNET -> UNetOperations.count(unet, it.batch(), latents);
      case ENCODE -> encode(vae, it.batch() * (long) it.size() * it.size());
      case DECODE -> decode(vae, it.batch() * latents);
      case TEXT -> encodeText(text);
    };
  }

  static long linear(long rows, long in, long out) {
    return 2 * rows * in * out;
  }

  static long convolution(long pixels, long in, long out, long kernel) {
    return 2 * pixels * in * out * kernel * kernel;
  }

  /** Scores and their sums over all heads. */
  static long attention(long queries, long keys, long channels) {
    return 4 * queries * keys * channels;
  }

  static long residual(long pixels, long in, long out) {
    long shortcut = in == out ? 0 : convolution(pixels, in, out, 1);
    return convolution(pixels, in, out, 3) + convolution(pixels, out, out, 3) + shortcut;
  }

  private static long middle(VaeConfig vae, long pixels) {
    long channels = vae.channels().get(vae.channels().size() - 1);
    long sum = 2 * residual(pixels, channels, channels);
    if (vae.attending()) {
      sum += 4 * linear(pixels, channels, channels) + attention(pixels, pixels, channels);
    }
    return sum;
  }

  private static long encode(VaeConfig vae, long pixels) {
    List<Integer> channels = vae.channels();
    int last = channels.size() - 1;
    long sum = convolution(pixels, vae.pictureChannels(), channels.get(0), 3);
    long inside = pixels;
    for (int level = 0; level <= last; level++) {
      long out = channels.get(level);
      for (int i = 0; i < vae.layers(); i++) {
        sum += residual(inside, i == 0 && level > 0 ? channels.get(level - 1) : out, out);
      }
      if (level < last) {
        inside /= 4;
        sum += convolution(inside, out, out, 3);
      }
    }
    long moments = 2L * vae.latentChannels();
    sum += middle(vae, inside) + convolution(inside, channels.get(last), moments, 3);
    return sum + (vae.quantised() ? convolution(inside, moments, moments, 1) : 0);
  }

  private static long decode(VaeConfig vae, long latents) {
    List<Integer> channels = vae.channels();
    int last = channels.size() - 1;
    long inner = channels.get(last);
    long sum =
        vae.quantised() ? convolution(latents, vae.latentChannels(), vae.latentChannels(), 1) : 0;
    sum += convolution(latents, vae.latentChannels(), inner, 3) + middle(vae, latents);
    long inside = latents;
    for (int level = last; level >= 0; level--) {
      long out = channels.get(level);
      for (int i = 0; i <= vae.layers(); i++) {
        sum += residual(inside, i == 0 ? channels.get(Math.min(level + 1, last)) : out, out);
      }
      if (level > 0) {
        inside *= 4;
        sum += convolution(inside, out, out, 3);
      }
    }
    return sum + convolution(inside, channels.get(0), vae.pictureChannels(), 3);
  }

  private static long encodeText(TextEncoderConfig text) {
    long size = text.size();
    long layer = 4 * linear(TEXT_TOKENS, size, size) + attention(TEXT_TOKENS, TEXT_TOKENS, size);
    layer += 2 * linear(TEXT_TOKENS, size, text.inner());
    return text.layers() * layer;
  }
}

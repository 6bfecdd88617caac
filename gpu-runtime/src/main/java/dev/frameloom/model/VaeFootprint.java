package dev.frameloom.model;

import dev.frameloom.vae.CodecConfig;
import dev.frameloom.vae.Tiling;
import java.util.List;

/**
 * How many numbers an autoencoder holds at its peak for one picture, counted like {@link
 * UNetFootprint}. In bands, what stays whole is two activations, and a layer's own work is a
 * band's.
 */
final class VaeFootprint {

  private final long factor;
  private final double band;
  private final boolean whole;
  private double peak;

  private VaeFootprint(CodecConfig config, long height, Tiling tiling) {
    factor = config.factor();
    long latentRows = Math.max(1, height / factor);
    whole = tiling.rows() >= latentRows;
    band = whole ? 1 : (double) tiling.rows() / latentRows;
  }

  /** Numbers at the peak of decoding to a picture of this size. */
  static long decode(CodecConfig config, long height, long width, Tiling tiling) {
    VaeFootprint footprint = new VaeFootprint(config, height, tiling);
    List<Integer> channels = config.channels();
    int last = channels.size() - 1;
    for (int level = last; level >= 0; level--) {
      long pixels = (height >> level) * (width >> level);
      long before = channels.get(Math.min(level + 1, last));
      long out = channels.get(level);
      footprint.residual(before, out, pixels, level);
      footprint.residual(out, out, pixels, level);
      if (level > 0) {
        footprint.upsample(out, pixels, level - 1);
      }
    }
    return (long) footprint.peak;
  }

  /** Numbers at the peak of encoding a picture of this size. */
  static long encode(CodecConfig config, long height, long width, Tiling tiling) {
    VaeFootprint footprint = new VaeFootprint(config, height, tiling);
    List<Integer> channels = config.channels();
    for (int level = 0; level < channels.size(); level++) {
      long pixels = (height >> level) * (width >> level);
      long out = channels.get(level);
      footprint.residual(channels.get(Math.max(level - 1, 0)), out, pixels, level);
      footprint.residual(out, out, pixels, level);
    }
    return (long) footprint.peak;
  }

  private void residual(long in, long out, long pixels, int level) {
    long own = out + Math.max(in, out);
    if (whole) {
      alive((in + own) * (double) pixels, 9 * out * Math.max(in, out));
      return;
    }
    double share = share(level);
    double kept = Math.max(in, 2 * out) + share * (own + Math.max(in, out));
    alive(kept * pixels, 9 * out * Math.max(in, out));
  }

  private void upsample(long channels, long pixels, int level) {
    double larger = 4.0 * channels * pixels;
    double kept = whole ? channels * pixels + 2 * larger : larger * (1 + 2 * share(level));
    alive(kept, 9 * channels * channels);
  }

  /** A band with a row of each neighbour, as a share of the picture. */
  private double share(int level) {
    return Math.min(1, band * (1 + 2.0 * (1 << level) / factor));
  }

  private void alive(double numbers, long weights) {
    peak = Math.max(peak, numbers + weights);
  }
}

package dev.frameloom.model;

import dev.frameloom.unet.UNetConfig;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many numbers a call of a UNet holds at its peak: goes from layer to layer as the UNet does
 * and counts what is alive. A layer's own are counted in its kernels, in activations of C · h · w
 * numbers: a residual block holds its input, and two of its result's size or one of each; a
 * transformer holds its input tokens, and in the feed-forward the tokens before and behind the
 * norm, gate and value of four each. On top comes a copy of one layer's weights in the order that
 * the convolution wants.
 */
final class UNetFootprint {

  private static final long FEED_FORWARD = 11;
  private static final long SELF_ATTENTION = 6;

  private final UNetConfig config;
  private final long rows;
  private final int seen;

  /** Skips by numbers in a row, and what is alive beside a layer's own. */
  private final Deque<Long> skips = new ArrayDeque<>();

  private long held;
  private long peak;

  private UNetFootprint(UNetConfig config, long rows, int seen) {
    this.config = config;
    this.rows = rows;
    this.seen = seen;
  }

  /**
   * Numbers at the peak.
   *
   * @param height of the latents
   * @param width of the latents
   * @param rows of the call
   * @param seen frames whose keys and values every frame attends to besides its own
   */
  static long numbers(UNetConfig config, long height, long width, long rows, int seen) {
    UNetFootprint footprint = new UNetFootprint(config, rows, seen);
    footprint.walk(height, width);
    return footprint.peak;
  }

  /** Keys and values that a row has at all self attentions. */
  static long keysAndValues(UNetConfig config, long height, long width) {
    long numbers = 0;
    long h = height;
    long w = width;
    for (int level = 0; level <= innermost(config); level++) {
      int up = innermost(config) - level;
      long sites = config.attending().get(level) ? config.layers() : 0;
      sites += config.attendingUp().get(up) ? config.layers() + 1 : 0;
      sites += level == innermost(config) ? 1 : 0;
      long blocks = sites * config.transformerLayers().get(level);
      numbers += 2 * blocks * config.channels().get(level) * h * w;
      h = half(h);
      w = half(w);
    }
    return numbers;
  }

  private static int innermost(UNetConfig config) {
    return config.channels().size() - 1;
  }

  private static long half(long size) {
    return (size + 1) / 2;
  }

  private void walk(long height, long width) {
    int last = innermost(config);
    long[] pixels = new long[last + 1];
    long h = height;
    long w = width;
    for (int level = 0; level <= last; level++) {
      pixels[level] = h * w;
      h = half(h);
      w = half(w);
    }
    keep(config.channels().get(0) * pixels[0]);
    for (int level = 0; level <= last; level++) {
      down(level, pixels);
    }
    long inner = config.channels().get(last);
    layer(inner, inner, 2 * inner * pixels[last], pixels[last], true);
    held += inner * pixels[last];
    for (int index = 0; index <= last; index++) {
      up(index, pixels);
    }
  }

  private void keep(long numbers) {
    skips.push(numbers);
    held += numbers;
  }

  private void down(int level, long[] pixels) {
    long out = config.channels().get(level);
    for (int i = 0; i < config.layers(); i++) {
      long in = i == 0 ? config.channels().get(Math.max(level - 1, 0)) : out;
      layer(in, out, 0, pixels[level], config.attending().get(level));
      keep(out * pixels[level]);
    }
    if (level < innermost(config)) {
      alive(out * pixels[level + 1], 9 * out * out);
      keep(out * pixels[level + 1]);
    }
  }

  private void up(int index, long[] pixels) {
    int level = innermost(config) - index;
    long out = config.channels().get(level);
    long below = config.channels().get(Math.min(level + 1, innermost(config)));
    for (int i = 0; i <= config.layers(); i++) {
      long x = (i == 0 ? below : out) * pixels[level];
      long skip = skips.pop();
      long both = (x + skip) / pixels[level];
      layer(both, out, x + skip, pixels[level], config.attendingUp().get(index));
      held += out * pixels[level] - x - skip;
    }
    if (level > 0) {
      long larger = out * pixels[level - 1];
      alive(2 * larger, 9 * out * out);
      held += larger - out * pixels[level];
    }
  }

  /** A residual block, and perhaps a transformer, with something else alive beside them. */
  private void layer(long in, long out, long beside, long pixels, boolean attending) {
    long residual = out + Math.max(in, out);
    alive(beside + residual * pixels, 9 * out * Math.max(in, out));
    if (attending) {
      // copies of the others' keys and values for each row, and all of them side by side
      long attention = SELF_ATTENTION + (seen == 0 ? 0 : 2L * (2 * seen + 1));
      long transformer = Math.max(FEED_FORWARD, attention);
      alive(beside + (1 + transformer) * out * pixels, 0);
    }
  }

  private void alive(long own, long weights) {
    peak = Math.max(peak, rows * (held + own) + weights);
  }
}

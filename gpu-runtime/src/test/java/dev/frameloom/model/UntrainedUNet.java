package dev.frameloom.model;

import dev.frameloom.model.WeightSketch.Tensor;

/**
 * A UNet that needs no training: it predicts the noise that a linear filter would, knowing that
 * pictures are smooth, and what its attention over picture and text adds to that is bounded.
 *
 * <p>x is the noised latent, L a blur of it that comes back from the inner levels. With pictures'
 * power S at high and low frequencies, the best linear estimate of the noise is c_high(t)·(x − L) +
 * c_low(t)·L with c = √(1−ᾱ)/(ᾱ·S + 1−ᾱ). The factors are made of gates: SiLU(τ+δ) − SiLU(τ−δ) ≈
 * 2δ·SiLU'(τ), where τ grows with the timestep. Norms are made linear as in {@link UntrainedVae}.
 */
final class UntrainedUNet {

  static final int OUTER = 64;
  static final int INNER = 96;
  static final int GROUPS = 16;
  static final int HEADS = 2;
  static final int LATENTS = 4;
  static final int TIME = 4 * OUTER;
  static final int TEXT = UntrainedText.SIZE;

  /** Channels from here on, in the outer level, hold what is random. */
  private static final int FEATURES = 32;

  private static final double CARRIER = 16;
  private static final double GATE_CARRIER = 128;
  private static final double SQRT2 = StrictMath.sqrt(2);
  private static final double BRANCH = 0.3;

  /**
   * How strongly attention adds to each latent channel: little to brightness, where guidance would
   * soon bleach everything.
   */
  private static final double[] PAINT = {0.15, 0.7, 0.7, 0.4};

  private static final double[] BLUR = {
    1 / 16., 2 / 16., 1 / 16., 2 / 16., 4 / 16., 2 / 16., 1 / 16., 2 / 16., 1 / 16.
  };

  private final WeightSketch weights;

  UntrainedUNet(WeightSketch weights) {
    this.weights = weights;
  }

  void fill() {
    clock();
    Tensor in = weights.layer("conv_in", 1, OUTER, LATENTS, 3, 3).clearRows(0, FEATURES);
    carriers("conv_in");
    pairs(in, 0, 0, 1);
    down();
    residual("mid_block.resnets.0", INNER, INNER, LATENTS);
    transformer("mid_block.attentions.0", INNER, LATENTS);
    residual("mid_block.resnets.1", INNER, INNER, LATENTS);
    up();
    weights.full("conv_norm_out.weight", CARRIER / SQRT2, OUTER);
    weights.zeros("conv_norm_out.bias", OUTER);
    Tensor out = weights.normal("conv_out.weight", 0.002, LATENTS, OUTER, 3, 3);
    weights.zeros("conv_out.bias", LATENTS);
    for (int c = 0; c < LATENTS; c++) {
      for (int channel = 0; channel < FEATURES; channel++) {
        for (int tap = 0; tap < 9; tap++) {
          out.set(c, channel, tap, 0);
        }
      }
      out.set(c, 4 * c, 1).set(c, 4 * c + 1, -1);
    }
  }

  /**
   * The first number of the time embedding is {@code Gate.BIAS} + t/1000, next to exactly: the
   * slowest sine is nearly straight, and SiLU(y) ≈ y for large y.
   */
  private void clock() {
    Tensor first = weights.layer("time_embedding.linear_1", 1, TIME, OUTER).clearRows(0, 1);
    Tensor second = weights.layer("time_embedding.linear_2", 1, TIME, TIME).clearRows(0, 1);
    int half = OUTER / 2;
    double slowest = StrictMath.exp(-StrictMath.log(10000) * (half - 1) / half);
    // cosines come first, so that the slowest sine is the last
    first.set(0, OUTER - 1, 1 / (1000 * slowest));
    weights.get("time_embedding.linear_1.bias").set(0, 0, Gate.BIAS);
    second.set(0, 0, 1);
  }

  private void down() {
    residual("down_blocks.0.resnets.0", OUTER, OUTER, FEATURES);
    transformer("down_blocks.0.attentions.0", OUTER, FEATURES);
    Tensor toMiddle =
        weights
            .layer("down_blocks.0.downsamplers.0.conv", 1, OUTER, OUTER, 3, 3)
            .clearRows(0, FEATURES);
    for (int c = 0; c < LATENTS; c++) {
      toMiddle.kernel(4 * c, 4 * c, BLUR, 1);
    }
    residual("down_blocks.1.resnets.0", OUTER, INNER, LATENTS);
    shortcut("down_blocks.1.resnets.0", OUTER, INNER, 4, 0, 1);
    transformer("down_blocks.1.attentions.0", INNER, LATENTS);
    blur("down_blocks.1.downsamplers.0.conv");
    residual("down_blocks.2.resnets.0", INNER, INNER, LATENTS);
  }

  private void up() {
    for (int i = 0; i < 2; i++) {
      String name = "up_blocks.0.resnets." + i;
      residual(name, 2 * INNER, INNER, LATENTS);
      shortcut(name, 2 * INNER, INNER, 1, 0, 1);
    }
    blur("up_blocks.0.upsamplers.0.conv");
    residual("up_blocks.1.resnets.0", 2 * INNER, INNER, LATENTS);
    Tensor both = shortcut("up_blocks.1.resnets.0", 2 * INNER, INNER, 1, 0, 0.65);
    for (int c = 0; c < LATENTS; c++) {
      both.set(c, INNER + c, 0.35);
    }
    transformer("up_blocks.1.attentions.0", INNER, LATENTS);
    residual("up_blocks.1.resnets.1", INNER + OUTER, INNER, LATENTS);
    shortcut("up_blocks.1.resnets.1", INNER + OUTER, INNER, 1, 0, 1);
    transformer("up_blocks.1.attentions.1", INNER, LATENTS);
    blur("up_blocks.1.upsamplers.0.conv");
    String first = "up_blocks.2.resnets.0";
    residual(first, INNER + OUTER, OUTER, FEATURES);
    Tensor blurred = weights.layer(first + ".conv_shortcut", 1, OUTER, INNER + OUTER, 1, 1);
    blurred.clearRows(0, FEATURES);
    carriers(first + ".conv_shortcut");
    for (int c = 0; c < LATENTS; c++) {
      blurred.set(16 + 4 * c, c, 1).set(16 + 4 * c + 1, c, -1);
    }
    transformer("up_blocks.2.attentions.0", OUTER, FEATURES);
    gates("up_blocks.2.resnets.1");
    painter("up_blocks.2.attentions.1");
  }

  /** The last residual block: two gates each for x − L and for L, beside fixed factors of both. */
  private void gates(String name) {
    int in = 2 * OUTER;
    weights.full(name + ".norm1.weight", CARRIER / SQRT2, in);
    weights.zeros(name + ".norm1.bias", in);
    Tensor conv1 = weights.zeros(name + ".conv1.weight", OUTER, in, 3, 3);
    Tensor bias1 = weights.zeros(name + ".conv1.bias", OUTER);
    Tensor time = weights.zeros(name + ".time_emb_proj.weight", OUTER, TIME);
    Tensor timeBias = weights.zeros(name + ".time_emb_proj.bias", OUTER);
    weights.full(name + ".norm2.weight", GATE_CARRIER / SQRT2, OUTER);
    weights.zeros(name + ".norm2.bias", OUTER);
    Tensor conv2 = weights.zeros(name + ".conv2.weight", OUTER, OUTER, 3, 3);
    weights.zeros(name + ".conv2.bias", OUTER);
    Tensor shortcut = weights.zeros(name + ".conv_shortcut.weight", OUTER, in, 1, 1);
    carriers(name + ".conv_shortcut");
    pairs(shortcut, 16, 16, 1); // L goes on, for attention to look at
    for (int channel = FEATURES; channel < OUTER; channel++) {
      shortcut.set(channel, channel, 1);
    }
    Gate[] fits = {Gate.forHighFrequencies(), Gate.forLowFrequencies()};
    for (int c = 0; c < LATENTS; c++) {
      int blurred = 16 + 4 * c;
      int sharp = OUTER + 4 * c;
      double high = fits[0].base();
      double low = fits[1].base() - high;
      for (int sign = 0; sign < 2; sign++) {
        double side = sign == 0 ? 1 : -1;
        shortcut.set(4 * c + sign, sharp, side * high).set(4 * c + sign, blurred, side * low);
      }
      for (int frequency = 0; frequency < 2; frequency++) {
        for (int gate = 0; gate < 2; gate++) {
          int at = 4 * (8 * frequency + 4 * gate + c);
          for (int sign = 0; sign < 2; sign++) {
            double size = (sign == 0 ? 1 : -1) * Gate.INPUT;
            double blurredSize = frequency == 0 ? -size : size;
            conv1.set(at + sign, blurred, blurredSize).set(at + sign, blurred + 1, -blurredSize);
            if (frequency == 0) {
              conv1.set(at + sign, sharp, size).set(at + sign, sharp + 1, -size);
            }
          }
          bias1.set(at + 2, 0, GATE_CARRIER).set(at + 3, 0, -GATE_CARRIER);
          Gate fit = fits[frequency];
          for (int i = 0; i < 4; i++) {
            double side = i < 2 ? 1 : -1;
            time.set(at + i, 0, side * fit.slope());
            timeBias.set(at + i, 0, side * fit.offset(gate));
          }
          double gain = fit.weight(gate) / (2 * Gate.INPUT);
          conv2.set(4 * c, at, gain).set(4 * c, at + 1, -gain);
          conv2.set(4 * c + 1, at, -gain).set(4 * c + 1, at + 1, gain);
        }
      }
    }
  }

  /**
   * The last transformer: looks at L, and what it finds in picture and text is added to the noise.
   */
  private void painter(String name) {
    transformer(name, OUTER, 0);
    weights.full(name + ".norm.weight", CARRIER / SQRT2, OUTER);
    Tensor in = weights.normal(name + ".proj_in.weight", 0.7, OUTER, OUTER, 1, 1);
    weights.normal(name + ".proj_in.bias", 0.3, OUTER).clearRows(FEATURES, OUTER);
    in.clearRows(FEATURES, OUTER);
    for (int row = 0; row < FEATURES; row++) {
      for (int column = 0; column < OUTER; column++) {
        boolean blurred = column >= 16 && column < 32 && column % 4 == 0;
        if (!blurred) {
          in.set(row, column, 0);
        }
      }
    }
    String block = name + ".transformer_blocks.0.";
    weights.layer(block + "attn1.to_out.0", 0.25, OUTER, OUTER).clearRows(0, FEATURES);
    weights.matrix(block + "attn2.to_q", 1.5, OUTER, OUTER);
    weights.matrix(block + "attn2.to_k", 1.5, OUTER, TEXT);
    weights.layer(block + "attn2.to_out.0", 0.45, OUTER, OUTER).clearRows(0, FEATURES);
    weights.layer(block + "ff.net.2", 0.15, OUTER, 4 * OUTER).clearRows(0, FEATURES);
    Tensor out = weights.layer(name + ".proj_out", SQRT2, OUTER, OUTER, 1, 1);
    out.clearRows(4 * LATENTS, OUTER);
    for (int c = 0; c < LATENTS; c++) {
      for (int column = 0; column < OUTER; column++) {
        double value = column < FEATURES ? 0 : PAINT[c] * out.values()[4 * c * OUTER + column];
        out.set(4 * c, column, value).set(4 * c + 1, column, -value);
        out.set(4 * c + 2, column, 0).set(4 * c + 3, column, 0);
      }
    }
  }

  /** (s, −s) from the first channels of groups on. */
  private static void pairs(Tensor tensor, int row, int column, double value) {
    boolean fromLatents = tensor.shape()[1] == LATENTS;
    for (int c = 0; c < LATENTS; c++) {
      int from = fromLatents ? column + c : column + 4 * c;
      tensor.set(row + 4 * c, from, value).set(row + 4 * c + 1, from, -value);
    }
  }

  private void carriers(String name) {
    Tensor bias = weights.zeros(name + ".bias", OUTER);
    for (int group = 0; group < FEATURES / 4; group++) {
      bias.set(4 * group + 2, 0, CARRIER).set(4 * group + 3, 0, -CARRIER);
    }
  }

  /** A blur of the signals in an inner level, stride or upsampling as the layer has it. */
  private void blur(String name) {
    Tensor tensor = weights.layer(name, 1, INNER, INNER, 3, 3).clearRows(0, LATENTS);
    for (int c = 0; c < LATENTS; c++) {
      tensor.kernel(c, c, BLUR, 1);
    }
  }

  /** A shortcut that passes the signals on: from channels with a stride to the first ones. */
  private Tensor shortcut(String name, int in, int out, int stride, int from, double value) {
    Tensor tensor = weights.layer(name + ".conv_shortcut", 1, out, in, 1, 1).clearRows(0, LATENTS);
    for (int c = 0; c < LATENTS; c++) {
      tensor.set(c, from + stride * c, value);
    }
    return tensor;
  }

  /** A random residual branch that leaves the first channels alone. */
  private void residual(String name, int in, int out, int untouched) {
    weights.norm(name + ".norm1", in);
    weights.layer(name + ".conv1", 1, out, in, 3, 3);
    weights.layer(name + ".time_emb_proj", 0.1, out, TIME);
    weights.norm(name + ".norm2", out);
    weights.layer(name + ".conv2", BRANCH, out, out, 3, 3).clearRows(0, untouched);
  }

  /** A random transformer that leaves the first channels alone. */
  private void transformer(String name, int channels, int untouched) {
    weights.norm(name + ".norm", channels);
    weights.layer(name + ".proj_in", 1, channels, channels, 1, 1);
    String block = name + ".transformer_blocks.0.";
    for (int i = 1; i <= 3; i++) {
      weights.norm(block + "norm" + i, channels);
    }
    for (String attention : new String[] {"attn1.", "attn2."}) {
      int context = attention.equals("attn1.") ? channels : TEXT;
      weights.matrix(block + attention + "to_q", 1, channels, channels);
      weights.matrix(block + attention + "to_k", 1, channels, context);
      weights.matrix(block + attention + "to_v", 1, channels, context);
      weights.layer(block + attention + "to_out.0", 0.5, channels, channels);
    }
    weights.layer(block + "ff.net.0.proj", 1, 8L * channels, channels);
    weights.layer(block + "ff.net.2", 0.5, channels, 4L * channels);
    weights.layer(name + ".proj_out", BRANCH, channels, channels, 1, 1).clearRows(0, untouched);
  }
}

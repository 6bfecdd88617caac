package dev.frameloom.model;

import dev.frameloom.model.WeightSketch.Tensor;

/**
 * An autoencoder that needs no training: latents are the means of 8 × 8 pixels as brightness, two
 * colour differences and an edge; decoding interpolates between them.
 *
 * <p>The trick that makes group norm and SiLU linear: a group of four channels holds (s, −s, K,
 * −K). Its mean is 0 and its variance that of the constant K, so that the norm is a known factor;
 * and SiLU(s) − SiLU(−s) = s. Residual branches only add a little that is random.
 */
final class UntrainedVae {

  static final int CHANNELS = 16;
  static final int LEVELS = 4;
  static final int LATENTS = 4;
  static final int GROUPS = 4;
  static final double SCALE = 0.18215;

  /** The constant K. */
  private static final double CARRIER = 16;

  /** What undoes the group norm's division by K/√2. */
  private static final double UNDO = CARRIER / StrictMath.sqrt(2);

  private static final double BRANCH = 0.002;
  private static final double[] BLUR = {
    1 / 16., 2 / 16., 1 / 16., 2 / 16., 4 / 16., 2 / 16., 1 / 16., 2 / 16., 1 / 16.
  };

  /** Brightness, red − blue, green − (red + blue)/2 of red, green, blue. */
  private static final double[][] TO_COLOUR = {
    {1 / 3., 1 / 3., 1 / 3.}, {1, 0, -1}, {-0.5, 1, -0.5}
  };

  private static final double[][] FROM_COLOUR = {
    {1, 0.5, -1 / 3.}, {1, 0, 2 / 3.}, {1, -0.5, -1 / 3.}
  };

  /** What brings each to about unit variance in ordinary pictures. */
  private static final double[] GAIN = {2, 3, 5};

  private static final double EDGE_GAIN = 2.5;

  /** How much of the edge is added on decoding, against the blur of interpolation. */
  private static final double SHARPENING = 0.6;

  private final WeightSketch weights;

  UntrainedVae(WeightSketch weights) {
    this.weights = weights;
  }

  void fill() {
    encoder();
    decoder();
    Tensor after = weights.zeros("quant_conv.weight", 2 * LATENTS, 2 * LATENTS, 1, 1);
    weights.zeros("quant_conv.bias", 2 * LATENTS);
    Tensor before = weights.zeros("post_quant_conv.weight", LATENTS, LATENTS, 1, 1);
    weights.zeros("post_quant_conv.bias", LATENTS);
    for (int i = 0; i < 2 * LATENTS; i++) {
      after.set(i, i, 1);
    }
    for (int i = 0; i < LATENTS; i++) {
      before.set(i, i, 1);
    }
  }

  private void encoder() {
    Tensor in = weights.zeros("encoder.conv_in.weight", CHANNELS, 3, 3, 3);
    carriers("encoder.conv_in");
    for (int signal = 0; signal < 3; signal++) {
      for (int colour = 0; colour < 3; colour++) {
        double value = TO_COLOUR[signal][colour] * GAIN[signal];
        in.set(4 * signal, colour, value).set(4 * signal + 1, colour, -value);
      }
    }
    for (int level = 0; level < LEVELS; level++) {
      residual("encoder.down_blocks." + level + ".resnets.0");
      if (level < LEVELS - 1) {
        String name = "encoder.down_blocks." + level + ".downsamplers.0.conv";
        Tensor down = weights.zeros(name + ".weight", CHANNELS, CHANNELS, 3, 3);
        carriers(name);
        for (int channel : signals()) {
          for (int tap : new int[] {0, 1, 3, 4}) { // the mean of two by two
            down.set(channel, channel, tap, 0.25);
          }
        }
      }
    }
    middle("encoder.mid_block");
    outNorm("encoder.conv_norm_out");
    Tensor out = weights.zeros("encoder.conv_out.weight", 2 * LATENTS, CHANNELS, 3, 3);
    Tensor bias = weights.zeros("encoder.conv_out.bias", 2 * LATENTS);
    for (int signal = 0; signal < 3; signal++) {
      out.set(signal, 4 * signal, 1 / SCALE).set(signal, 4 * signal + 1, -1 / SCALE);
    }
    out.kernel(3, 0, BLUR, -EDGE_GAIN / SCALE).kernel(3, 1, BLUR, EDGE_GAIN / SCALE);
    double middle = (1 - BLUR[4]) * EDGE_GAIN / SCALE;
    out.set(3, 0, middle).set(3, 1, -middle);
    for (int latent = 0; latent < LATENTS; latent++) {
      bias.set(LATENTS + latent, 0, -12); // logarithm of the variance: next to none
    }
  }

  private void decoder() {
    Tensor in = weights.zeros("decoder.conv_in.weight", CHANNELS, LATENTS, 3, 3);
    carriers("decoder.conv_in");
    for (int signal = 0; signal < LATENTS; signal++) {
      in.set(4 * signal, signal, SCALE).set(4 * signal + 1, signal, -SCALE);
    }
    double edge = SHARPENING * SCALE / EDGE_GAIN;
    in.set(0, 3, edge).set(1, 3, -edge);
    middle("decoder.mid_block");
    for (int level = 0; level < LEVELS; level++) {
      residual("decoder.up_blocks." + level + ".resnets.0");
      residual("decoder.up_blocks." + level + ".resnets.1");
      if (level < LEVELS - 1) {
        String name = "decoder.up_blocks." + level + ".upsamplers.0.conv";
        Tensor up = weights.zeros(name + ".weight", CHANNELS, CHANNELS, 3, 3);
        carriers(name);
        for (int channel : signals()) {
          up.kernel(channel, channel, BLUR, 1);
        }
      }
    }
    outNorm("decoder.conv_norm_out");
    Tensor out = weights.zeros("decoder.conv_out.weight", 3, CHANNELS, 3, 3);
    weights.zeros("decoder.conv_out.bias", 3);
    for (int colour = 0; colour < 3; colour++) {
      for (int signal = 0; signal < 3; signal++) {
        double value = FROM_COLOUR[colour][signal] / GAIN[signal];
        out.set(colour, 4 * signal, value).set(colour, 4 * signal + 1, -value);
      }
    }
  }

  private static int[] signals() {
    int[] channels = new int[CHANNELS / 2];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = i / 2 * 4 + i % 2;
    }
    return channels;
  }

  /** Biases that make the constants anew after each convolution, borders included. */
  private void carriers(String name) {
    Tensor bias = weights.zeros(name + ".bias", CHANNELS);
    for (int group = 0; group < GROUPS; group++) {
      bias.set(4 * group + 2, 0, CARRIER).set(4 * group + 3, 0, -CARRIER);
    }
  }

  private void outNorm(String name) {
    weights.full(name + ".weight", UNDO, CHANNELS);
    weights.zeros(name + ".bias", CHANNELS);
  }

  private void residual(String name) {
    weights.norm(name + ".norm1", CHANNELS);
    weights.layer(name + ".conv1", 1, CHANNELS, CHANNELS, 3, 3);
    weights.norm(name + ".norm2", CHANNELS);
    weights.layer(name + ".conv2", BRANCH, CHANNELS, CHANNELS, 3, 3);
  }

  private void middle(String name) {
    residual(name + ".resnets.0");
    residual(name + ".resnets.1");
    String attention = name + ".attentions.0";
    weights.norm(attention + ".group_norm", CHANNELS);
    for (String projection : new String[] {"to_q", "to_k", "to_v"}) {
      weights.layer(attention + "." + projection, 1, CHANNELS, CHANNELS);
    }
    weights.layer(attention + ".to_out.0", BRANCH, CHANNELS, CHANNELS);
  }
}

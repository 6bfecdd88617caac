package dev.frameloom.model;

import java.util.Map;

/** Tensors of Stable Diffusion 1.5's autoencoder. */
final class FullSizeVae {

  static final int[] CHANNELS = {128, 256, 512, 512};
  static final int LAYERS = 2;

  private static final int PICTURE = 3;
  private static final int LATENTS = 4;

  private FullSizeVae() {}

  static Map<String, long[]> shapes() {
    LayerShapes shapes = new LayerShapes();
    int last = CHANNELS.length - 1;
    int inner = CHANNELS[last];
    shapes.layer("encoder.conv_in", CHANNELS[0], PICTURE, 3, 3);
    for (int level = 0; level <= last; level++) {
      String name = "encoder.down_blocks." + level;
      int out = CHANNELS[level];
      for (int i = 0; i < LAYERS; i++) {
        int in = i == 0 && level > 0 ? CHANNELS[level - 1] : out;
        shapes.residual(name + ".resnets." + i, in, out, 0);
      }
      if (level < last) {
        shapes.layer(name + ".downsamplers.0.conv", out, out, 3, 3);
      }
    }
    middle(shapes, "encoder.mid_block", inner);
    shapes.layer("encoder.conv_norm_out", inner);
    shapes.layer("encoder.conv_out", 2 * LATENTS, inner, 3, 3);
    shapes.layer("quant_conv", 2 * LATENTS, 2 * LATENTS, 1, 1);
    shapes.layer("post_quant_conv", LATENTS, LATENTS, 1, 1);
    shapes.layer("decoder.conv_in", inner, LATENTS, 3, 3);
    middle(shapes, "decoder.mid_block", inner);
    for (int index = 0; index <= last; index++) {
      String name = "decoder.up_blocks." + index;
      int level = last - index;
      int out = CHANNELS[level];
      for (int i = 0; i <= LAYERS; i++) {
        int in = i == 0 ? CHANNELS[Math.min(level + 1, last)] : out;
        shapes.residual(name + ".resnets." + i, in, out, 0);
      }
      if (level > 0) {
        shapes.layer(name + ".upsamplers.0.conv", out, out, 3, 3);
      }
    }
    shapes.layer("decoder.conv_norm_out", CHANNELS[0]);
    shapes.layer("decoder.conv_out", PICTURE, CHANNELS[0], 3, 3);
    return shapes.all();
  }

  private static void middle(LayerShapes shapes, String name, int channels) {
    shapes.residual(name + ".resnets.0", channels, channels, 0);
    shapes.layer(name + ".attentions.0.group_norm", channels);
    for (String layer : new String[] {"to_q", "to_k", "to_v", "to_out.0"}) {
      shapes.layer(name + ".attentions.0." + layer, channels, channels);
    }
    shapes.residual(name + ".resnets.1", channels, channels, 0);
  }
}

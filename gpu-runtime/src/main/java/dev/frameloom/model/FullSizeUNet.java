package dev.frameloom.model;

import java.util.Map;

/** Tensors of Stable Diffusion 1.5's UNet. */
final class FullSizeUNet {

  static final int[] CHANNELS = {320, 640, 1280, 1280};
  static final int TEXT = 768;
  static final int LAYERS = 2;

  private static final int LATENTS = 4;
  private static final int TIME = 1280;

  private FullSizeUNet() {}

  static Map<String, long[]> shapes() {
    LayerShapes shapes = new LayerShapes();
    int outer = CHANNELS[0];
    int last = CHANNELS.length - 1;
    shapes.layer("time_embedding.linear_1", TIME, outer);
    shapes.layer("time_embedding.linear_2", TIME, TIME);
    shapes.layer("conv_in", outer, LATENTS, 3, 3);
    for (int level = 0; level <= last; level++) {
      down(shapes, level, last);
    }
    int inner = CHANNELS[last];
    shapes.residual("mid_block.resnets.0", inner, inner, TIME);
    transformer(shapes, "mid_block.attentions.0", inner);
    shapes.residual("mid_block.resnets.1", inner, inner, TIME);
    for (int index = 0; index <= last; index++) {
      up(shapes, index, last);
    }
    shapes.layer("conv_norm_out", outer);
    shapes.layer("conv_out", LATENTS, outer, 3, 3);
    return shapes.all();
  }

  private static void down(LayerShapes shapes, int level, int last) {
    String name = "down_blocks." + level;
    int out = CHANNELS[level];
    for (int i = 0; i < LAYERS; i++) {
      int in = i == 0 && level > 0 ? CHANNELS[level - 1] : out;
      shapes.residual(name + ".resnets." + i, in, out, TIME);
      if (level < last) {
        transformer(shapes, name + ".attentions." + i, out);
      }
    }
    if (level < last) {
      shapes.layer(name + ".downsamplers.0.conv", out, out, 3, 3);
    }
  }

  private static void up(LayerShapes shapes, int index, int last) {
    String name = "up_blocks." + index;
    int level = last - index;
    int out = CHANNELS[level];
    int below = CHANNELS[Math.min(level + 1, last)];
    int above = CHANNELS[Math.max(level - 1, 0)];
    for (int i = 0; i <= LAYERS; i++) {
      int in = (i == 0 ? below : out) + (i == LAYERS ? above : out);
      shapes.residual(name + ".resnets." + i, in, out, TIME);
      if (level < last) {
        transformer(shapes, name + ".attentions." + i, out);
      }
    }
    if (level > 0) {
      shapes.layer(name + ".upsamplers.0.conv", out, out, 3, 3);
    }
  }

  private static void transformer(LayerShapes shapes, String name, long channels) {
    shapes.layer(name + ".norm", channels);
    shapes.layer(name + ".proj_in", channels, channels, 1, 1);
    String block = name + ".transformer_blocks.0";
    for (int i = 1; i <= 3; i++) {
      shapes.layer(block + ".norm" + i, channels);
    }
    for (String attention : new String[] {".attn1", ".attn2"}) {
      long context = attention.equals(".attn1") ? channels : TEXT;
      shapes.weight(block + attention + ".to_q", channels, channels);
      shapes.weight(block + attention + ".to_k", channels, context);
      shapes.weight(block + attention + ".to_v", channels, context);
      shapes.layer(block + attention + ".to_out.0", channels, channels);
    }
    shapes.layer(block + ".ff.net.0.proj", 8 * channels, channels);
    shapes.layer(block + ".ff.net.2", channels, 4 * channels);
    shapes.layer(name + ".proj_out", channels, channels, 1, 1);
  }
}

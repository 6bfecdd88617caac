package dev.frameloom.style;

import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;

/** Styles of another light or season. */
final class Lights {

  private static final float[] SEPIA = {1.05f, 0.82f, 0.56f};
  private static final float[] MOON = {0.26f, 0.36f, 0.62f};
  private static final float[] NIGHT_SKY = {0, 0.01f, 0.05f};
  private static final float[] NEON_DARK = {0.03f, 0, 0.06f};
  private static final float[] COLD = {0.86f, 0.98f, 1.12f};

  private Lights() {}

  /** Brown, with faded blacks. */
  static Raster sepia(Raster rgb) {
    float[] grey = rgb.luma().values();
    float[] values = new float[rgb.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Tones.clip((0.08f + 0.92f * grey[i / 3]) * SEPIA[i % 3]);
    }
    return rgb.like(3, values);
  }

  /** Dark and blue; only what is bright keeps some light. */
  static Raster night(Raster rgb) {
    float[] pale = Tones.saturated(rgb, 0.4f).values();
    float[] values = new float[pale.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Tones.clip((float) Math.pow(pale[i], 1.5) * MOON[i % 3] + NIGHT_SKY[i % 3]);
    }
    return rgb.like(3, values);
  }

  /** Glowing edges of the picture's own colours on black. */
  static Raster neon(Raster rgb) {
    float[] colours = Tones.saturated(RasterFilters.blur(rgb, 1), 3).values();
    Raster gradient = Tones.gradient(rgb.luma());
    float[] edge = new float[gradient.values().length];
    for (int i = 0; i < edge.length; i++) {
      edge[i] = Tones.clip(gradient.values()[i] * 7);
    }
    float[] halo = RasterFilters.blur(gradient.like(1, edge), 2).values();
    float[] values = new float[colours.length];
    for (int i = 0; i < edge.length; i++) {
      float glow = Tones.clip(edge[i] + 0.5f * halo[i]);
      float brightest = 0.05f;
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        brightest = Math.max(brightest, Math.min(colours[c], 1));
      }
      for (int c = 0; c < 3; c++) {
        float hue = Tones.clip(colours[3 * i + c], 0.05f, 1) / brightest;
        values[3 * i + c] = Tones.clip(glow * hue + NEON_DARK[c]);
      }
    }
    return rgb.like(3, values);
  }

  /** Pale and cold; what is light turns to snow, what is dark stays. */
  static Raster snow(Raster rgb) {
    float[] pale = Tones.saturated(rgb, 0.3f).values();
    float[] light = RasterFilters.blur(rgb.luma(), 1).values();
    float[] values = new float[pale.length];
    for (int i = 0; i < values.length; i++) {
      float cold = pale[i] * COLD[i % 3];
      float cover = Tones.ramp(light[i / 3], 0.25, 0.6);
      values[i] = Tones.clip(cold * (1 - cover) + (0.80f + 0.2f * cold) * cover);
    }
    return rgb.like(3, values);
  }

  /** Greens and blues turn to orange and red. */
  static Raster autumn(Raster rgb) {
    float[] values = new float[rgb.values().length];
    for (int i = 0; i < values.length; i += 3) {
      float red = rgb.values()[i];
      float green = rgb.values()[i + 1];
      float blue = rgb.values()[i + 2];
      values[i] = 0.55f * red + 0.55f * green;
      values[i + 1] = 0.22f * red + 0.42f * green;
      values[i + 2] = 0.12f * green + 0.25f * blue;
    }
    return Tones.clipped(Tones.saturated(rgb.like(3, values), 1.2f));
  }
}

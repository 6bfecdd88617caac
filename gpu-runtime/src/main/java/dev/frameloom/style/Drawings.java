package dev.frameloom.style;

import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;

/** Styles in black and white. */
final class Drawings {

  private static final float[][] INKS = {{0.05f, 0.04f, 0.12f}, {0.96f, 0.90f, 0.72f}};

  private Drawings() {}

  /** The grey picture divided by its own blur (dodge), the darker the paper the less. */
  static Raster pencil(Raster rgb) {
    Raster grey = rgb.luma();
    float[] tones = grey.values();
    float[] around = RasterFilters.blur(grey, 4).values();
    float[] values = new float[rgb.values().length];
    for (int i = 0; i < tones.length; i++) {
      float dodge = Tones.clip((tones[i] + 0.02f) / (around[i] + 0.02f));
      float tone = Tones.clip(dodge * dodge * dodge * (0.72f + 0.28f * tones[i]));
      for (int c = 0; c < 3; c++) {
        values[3 * i + c] = tone;
      }
    }
    return rgb.like(3, values);
  }

  /** Extended difference of Gaussians (Winnemöller et al., Computers and Graphics 2012). */
  static Raster ink(Raster rgb) {
    Raster grey = rgb.luma();
    float[] fine = RasterFilters.blur(grey, 0.9).values();
    float[] coarse = RasterFilters.blur(grey, 1.8).values();
    float[] tones = new float[fine.length];
    for (int i = 0; i < tones.length; i++) {
      tones[i] = Tones.ramp(6 * fine[i] - 5 * coarse[i], 0.2, 0.5);
    }
    return Tones.coloured(grey.like(1, tones), INKS);
  }
}

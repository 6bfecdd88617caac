package dev.frameloom.style;

import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;

/** What several styles do to tones and colours. (H, W, 3) is RGB, (H, W, 1) grey, in [0, 1]. */
final class Tones {

  private Tones() {}

  /** What lies outside of [0, 1] cut off. */
  static Raster clipped(Raster raster) {
    float[] values = new float[raster.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = clip(raster.values()[i]);
    }
    return raster.like(raster.channels(), values);
  }

  static float clip(float value) {
    return clip(value, 0, 1);
  }

  static float clip(float value, float least, float most) {
    return Math.min(Math.max(value, least), most);
  }

  /** 0 below low, 1 above high, smooth in between. */
  static float ramp(float value, double low, double high) {
    float t = clip((value - (float) low) / (float) (high - low));
    return t * t * (3 - 2 * t);
  }

  /** Away from grey by a factor, (H, W, 3); not clipped. */
  static Raster saturated(Raster rgb, float by) {
    float[] grey = rgb.luma().values();
    float[] values = new float[rgb.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = grey[i / 3] + (rgb.values()[i] - grey[i / 3]) * by;
    }
    return rgb.like(3, values);
  }

  /** Smooth areas with their edges kept: twice bilateral. */
  static Raster smooth(Raster rgb) {
    return bilateral(bilateral(rgb));
  }

  private static Raster bilateral(Raster rgb) {
    return RasterFilters.bilateral(rgb, 7, 0.12, 3);
  }

  /** Length of the gradient after a slight blur, (H, W, 1). */
  static Raster gradient(Raster grey) {
    return RasterFilters.gradient(grey, 0.8);
  }

  /** A tone in so many levels, with flanks a little soft. */
  static float posterised(float tone, int levels) {
    float scaled = tone * levels;
    float floor = (float) Math.floor(scaled);
    return clip((floor + ramp(scaled - floor, 0.85, 1)) / (levels - 1));
  }

  /**
   * Colours for tones, linearly between the rows of a table.
   *
   * @param tones (H, W, 1)
   * @param table (n, 3)
   * @return (H, W, 3)
   */
  static Raster coloured(Raster tones, float[][] table) {
    float[] values = new float[3 * tones.values().length];
    for (int i = 0; i < tones.values().length; i++) {
      float position = clip(tones.values()[i]) * (table.length - 1);
      int low = Math.min((int) position, table.length - 2);
      float part = position - low;
      for (int c = 0; c < 3; c++) {
        values[3 * i + c] = clip(table[low][c] * (1 - part) + table[low + 1][c] * part);
      }
    }
    return tones.like(3, values);
  }
}

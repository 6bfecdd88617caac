package dev.frameloom.style;

import dev.frameloom.image.Raster;

/** Styles of flat colour. */
final class Prints {

  private static final int TILE = 8;
  private static final float[] JOINT = {0.12f, 0.12f, 0.14f};

  private static final float[][] POP = {
    {0.16f, 0.02f, 0.45f}, {0.95f, 0.10f, 0.50f}, {1.00f, 0.80f, 0.05f}, {0.55f, 0.95f, 0.95f}
  };

  private Prints() {}

  /** Loud colours in few steps, with black outlines. */
  static Raster cartoon(Raster rgb) {
    Raster flat = Tones.smooth(rgb);
    Raster grey = flat.luma();
    float[] tones = grey.values();
    float[] loud = Tones.saturated(flat, 2.4f).values();
    float[] gradient = Tones.gradient(grey).values();
    float[] values = new float[loud.length];
    for (int i = 0; i < tones.length; i++) {
      float level = Tones.posterised(tones[i], 4) * 0.8f + 0.2f;
      float scale = level / Math.max(tones[i], 0.05f);
      float outline = 1 - Tones.ramp(gradient[i], 0.06, 0.14);
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        values[c] = Tones.clip(loud[c] * scale) * outline;
      }
    }
    return rgb.like(3, values);
  }

  /** Tiles of eight pixels with dark joints; those at the right and below may be cut. */
  static Raster mosaic(Raster rgb) {
    int columns = (rgb.width() + TILE - 1) / TILE;
    int rows = (rgb.height() + TILE - 1) / TILE;
    float[] means = new float[3 * columns * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int c = 0; c < 3; c++) {
          means[3 * (row * columns + column) + c] = mean(rgb, row * TILE, column * TILE, c);
        }
      }
    }
    float[] tiles = Tones.saturated(new Raster(columns, rows, 3, means), 1.4f).values();
    float[] values = new float[rgb.values().length];
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        boolean joint = y % TILE == 0 || x % TILE == 0;
        int tile = y / TILE * columns + x / TILE;
        for (int c = 0; c < 3; c++) {
          values[3 * (y * rgb.width() + x) + c] =
              joint ? JOINT[c] : Tones.clip(tiles[3 * tile + c]);
        }
      }
    }
    return rgb.like(3, values);
  }

  /** Mean of a tile; beyond the border the last row and column are repeated. */
  private static float mean(Raster rgb, int top, int left, int channel) {
    double sum = 0;
    for (int y = top; y < top + TILE; y++) {
      int row = Math.min(y, rgb.height() - 1);
      for (int x = left; x < left + TILE; x++) {
        int column = Math.min(x, rgb.width() - 1);
        sum += rgb.values()[3 * (row * rgb.width() + column) + channel];
      }
    }
    return (float) (sum / (TILE * TILE));
  }

  /** Screen print: four inks by lightness. */
  static Raster popArt(Raster rgb) {
    Raster grey = Tones.smooth(rgb).luma();
    float[] tones = new float[grey.values().length];
    for (int i = 0; i < tones.length; i++) {
      tones[i] = Tones.posterised(grey.values()[i], 4);
    }
    return Tones.coloured(grey.like(1, tones), POP);
  }
}

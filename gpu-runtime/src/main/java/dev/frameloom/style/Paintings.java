package dev.frameloom.style;

import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;

/** Styles of brush and paint. */
final class Paintings {

  private static final float[] VARNISH = {1, 0.84f, 0.55f};
  private static final int BOX = 5;

  private Paintings() {}

  /** Soft, light washes that darken at their edges. */
  static Raster watercolour(Raster rgb) {
    Raster wash = Tones.saturated(RasterFilters.blur(Tones.smooth(rgb), 1), 1.5f);
    float[] gradient = Tones.gradient(wash.luma()).values();
    float[] values = new float[rgb.values().length];
    for (int i = 0; i < values.length; i++) {
      float edge = Tones.clip(gradient[i / 3] * 2, 0, 0.5f);
      values[i] = Tones.clip((1 - (1 - wash.values()[i]) * 0.55f) * (1 - edge));
    }
    return rgb.like(3, values);
  }

  /** Kuwahara's filter: of four quadrants the mean of the calmest; then strong, warm colour. */
  static Raster oil(Raster rgb) {
    Raster rich = Tones.saturated(calmest(rgb), 1.7f);
    float[] values = new float[rgb.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Tones.clip(Tones.ramp(rich.values()[i], -0.05, 1) * VARNISH[i % 3] * 0.92f);
    }
    return rgb.like(3, values);
  }

  /** At each pixel the mean of that of four boxes around it in which brightness varies least. */
  private static Raster calmest(Raster rgb) {
    float[] mean = RasterFilters.boxMean(rgb, BOX).values();
    float[] spread = spread(rgb.luma());
    float[] values = new float[mean.length];
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        int best = -1;
        for (int dy = -2; dy <= 2; dy += 4) {
          for (int dx = -2; dx <= 2; dx += 4) {
            int row = Math.min(Math.max(y + dy, 0), rgb.height() - 1);
            int column = Math.min(Math.max(x + dx, 0), rgb.width() - 1);
            int at = row * rgb.width() + column;
            best = best < 0 || spread[at] < spread[best] ? at : best;
          }
        }
        System.arraycopy(mean, 3 * best, values, 3 * (y * rgb.width() + x), 3);
      }
    }
    return rgb.like(3, values);
  }

  /** Variance of brightness in the box around each pixel. */
  private static float[] spread(Raster grey) {
    float[] squares = new float[grey.values().length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = grey.values()[i] * grey.values()[i];
    }
    float[] mean = RasterFilters.boxMean(grey, BOX).values();
    float[] spread = RasterFilters.boxMean(grey.like(1, squares), BOX).values();
    for (int i = 0; i < spread.length; i++) {
      spread[i] -= mean[i] * mean[i];
    }
    return spread;
  }
}

package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;

/**
 * How strong a picture's edges are, pixel by pixel: the length of the gradient of its brightness
 * after a Gaussian blur of one pixel, which keeps grain and rounding out. Immutable.
 */
public final class EdgeMap {

  private static final double SIGMA = 1;

  /** One level of 255: a step that rounding makes is weaker after the blur. */
  private static final float LEAST = 1 / 255f;

  private final Raster strength;

  private EdgeMap(Raster strength) {
    this.strength = strength;
  }

  /** The edges of a picture. */
  public static EdgeMap of(Picture picture) {
    return of(Raster.of(picture).luma());
  }

  /** The edges of a picture of this brightness, (H, W, 1). */
  static EdgeMap of(Raster luma) {
    return new EdgeMap(RasterFilters.gradient(luma, SIGMA));
  }

  /** Whether there is no edge at all: none that is as strong as a step of one level of 255. */
  public boolean isBlank() {
    for (float value : strength.values()) {
      if (value >= LEAST) {
        return false;
      }
    }
    return true;
  }

  /**
   * How far two pictures have edges in the same places: Pearson's correlation, −1 to 1. It asks
   * neither how strong edges are on the whole nor on which side it is brighter: a negative has its
   * source's edges. 0 where one of them has no edges at all.
   *
   * @throws IllegalArgumentException for pictures of different sizes
   */
  public double correlation(EdgeMap other) {
    if (strength.width() != other.strength.width()
        || strength.height() != other.strength.height()) {
      throw new IllegalArgumentException(
          "expected edges of one size, found %dx%d and %dx%d"
              .formatted(
                  strength.width(),
                  strength.height(),
                  other.strength.width(),
                  other.strength.height()));
    }
    float[] a = strength.values();
    float[] b = other.strength.values();
    double meanA = mean(a);
    double meanB = mean(b);
    double together = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      together += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return squaresA == 0 || squaresB == 0 ? 0 : together / Math.sqrt(squaresA * squaresB);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}

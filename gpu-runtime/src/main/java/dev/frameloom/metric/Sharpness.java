package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;
import dev.frameloom.image.Spectrum;

/**
 * How much fine structure the brightness of pictures has: two energies of luma in [0, 1], each a
 * mean square over the pixels. A blur takes from both, from high frequencies the more; grain and
 * sharpening add to both. Neither asks where structure is: that is {@link EdgeMap}'s.
 *
 * @param sobel mean of the squared length of the gradient, by Sobel's kernels divided by 4 (a step
 *     from black to white has 1), without a blur before
 * @param highFrequency mean square of what has at least {@link #HIGH} cycles per pixel, as {@link
 *     Spectrum#energyFrom} has it
 */
public record Sharpness(double sobel, double highFrequency) {

  /** Nothing at all: what sums of energies begin with. */
  static final Sharpness NONE = new Sharpness(0, 0);

  /** Cycles per pixel from which a frequency is high: half of the highest along an axis. */
  public static final double HIGH = 0.25;

  /**
   * What rounding to levels of 255 may come to by itself (a uniform error's variance): added to
   * both sides of a ratio, it lets a picture without structure be divided by, and weighs nothing
   * where there is any.
   */
  private static final double ROUNDING = 1 / (12 * 255.0 * 255.0);

  /** Of one picture. */
  public static Sharpness of(Picture picture) {
    return of(Raster.of(picture).luma());
  }

  /** Of a picture of this brightness, (H, W, 1). */
  static Sharpness of(Raster luma) {
    float[] lengths = RasterFilters.gradient(luma).values();
    double sum = 0;
    for (float length : lengths) {
      sum += (double) length * length;
    }
    return new Sharpness(sum / lengths.length, Spectrum.energyFrom(luma, HIGH));
  }

  /** Both together. */
  Sharpness plus(Sharpness other) {
    return new Sharpness(sobel + other.sobel, highFrequency + other.highFrequency);
  }

  /** The mean, where this is the sum of so many. */
  Sharpness over(long count) {
    return new Sharpness(sobel / count, highFrequency / count);
  }

  /**
   * The energy of the gradient by that of another picture: 1 for equal ones, blank or not; near 0
   * for a blank edit of a picture that is none, and large the other way round. Never NaN.
   */
  public double sobelRatio(Sharpness source) {
    return ratio(sobel, source.sobel);
  }

  /** The same of high frequencies. */
  public double highFrequencyRatio(Sharpness source) {
    return ratio(highFrequency, source.highFrequency);
  }

  private static double ratio(double edited, double source) {
    return (edited + ROUNDING) / (source + ROUNDING);
  }
}

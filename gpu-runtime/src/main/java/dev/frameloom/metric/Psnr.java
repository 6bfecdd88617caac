package dev.frameloom.metric;

import dev.frameloom.image.Picture;

/** Peak signal-to-noise ratio. */
public final class Psnr {

  private Psnr() {}

  /**
   * 10 · log10(255² / MSE) in decibels over all channels of two pictures of one size; infinite for
   * equal ones.
   */
  public static double between(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("expected one size, found " + a + " and " + b);
    }
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      double difference = (a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff);
      sum += difference * difference;
    }
    return 10 * Math.log10(255.0 * 255.0 * a.rgb().length / sum);
  }
}

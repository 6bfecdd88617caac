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
    return decibels(squares(a, b), a);
  }

  /**
   * The same, but finite, so that a mean over frames is a number: equal pictures get what pictures
   * of their size have that differ by one level in one value. No others have more.
   */
  public static double finite(Picture a, Picture b) {
    return decibels(Math.max(1, squares(a, b)), a);
  }

  private static double decibels(double squares, Picture picture) {
    return 10 * Math.log10(255.0 * 255.0 * picture.rgb().length / squares);
  }

  /** Exact: a double holds 255² times the values of any picture. */
  private static double squares(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("expected one size, found " + a + " and " + b);
    }
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      double difference = (a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff);
      sum += difference * difference;
    }
    return sum;
  }
}

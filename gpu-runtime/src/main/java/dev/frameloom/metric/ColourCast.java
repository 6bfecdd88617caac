package dev.frameloom.metric;

import dev.frameloom.image.Picture;

/** Whether a picture as a whole became redder, greener, bluer, brighter or darker. */
public final class ColourCast {

  private ColourCast() {}

  /**
   * The difference of the means of a colour channel, of that in which it is largest.
   *
   * @return levels of 255, at least 0
   * @throws IllegalArgumentException for pictures of different sizes
   */
  public static double between(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("expected one size, found " + a + " and " + b);
    }
    long[] sums = new long[3];
    for (int i = 0; i < a.rgb().length; i++) {
      sums[i % 3] += (a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff);
    }
    long largest = Math.max(Math.abs(sums[0]), Math.max(Math.abs(sums[1]), Math.abs(sums[2])));
    return largest / ((double) a.width() * a.height());
  }
}

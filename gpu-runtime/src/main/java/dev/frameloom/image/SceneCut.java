package dev.frameloom.image;

/** How unlike two thumbnails are: a hard cut shows as a jump of it. */
public final class SceneCut {

  private SceneCut() {}

  /**
   * The mean absolute difference of two thumbnails of equal size, in grey levels: 0 for equal ones,
   * at most 255. Neighbouring frames of one shot rarely exceed 20, hard cuts are mostly above 40.
   */
  public static double difference(byte[] a, byte[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "expected two thumbnails of one size, found %d and %d bytes"
              .formatted(a.length, b.length));
    }
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return (double) sum / a.length;
  }
}

package dev.frameloom.report;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.image.SceneCut;
import dev.frameloom.image.Thumbnail;

/** Sees hard cuts in a video, as windowing does: by small grey pictures of neighbouring frames. */
final class SceneCuts {

  private final double threshold;
  private byte[] last = {};
  private long count;

  /** Mean difference of grey levels from which it is a cut; 0 sees none. */
  SceneCuts(double threshold) {
    this.threshold = threshold;
  }

  /** Whether the next frame begins another scene than the one before. */
  boolean next(Picture frame) {
    if (threshold <= 0) {
      return false;
    }
    byte[] grey = grey(frame);
    boolean cut = last.length > 0 && SceneCut.difference(last, grey) >= threshold;
    last = grey;
    if (cut) {
      count++;
    }
    return cut;
  }

  long count() {
    return count;
  }

  private static byte[] grey(Picture frame) {
    byte[] rgb = Pictures.resize(frame, Thumbnail.SIDE, Thumbnail.SIDE).rgb();
    byte[] grey = new byte[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    }
    return grey;
  }
}

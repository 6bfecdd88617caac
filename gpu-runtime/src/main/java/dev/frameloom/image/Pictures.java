package dev.frameloom.image;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Sizes of pictures: scale, pad, crop. Pure functions. */
public final class Pictures {

  private Pictures() {}

  /**
   * Scales to a size, aspect ratio not kept. A side that shrinks is averaged by area, one that
   * grows is interpolated by cubics (Lanczos rings at the hard edges of drawings); the same size
   * gives the same picture.
   */
  public static Picture resize(Picture picture, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("can't scale to " + width + "x" + height + " pixels");
    }
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    int innerWidth = Math.min(width, picture.width());
    int innerHeight = Math.min(height, picture.height());
    try (Mat source = Mats.of(picture);
        Mat inner = new Mat();
        Mat target = new Mat();
        Size innerSize = new Size(innerWidth, innerHeight);
        Size size = new Size(width, height)) {
      opencv_imgproc.resize(source, inner, innerSize, 0, 0, opencv_imgproc.INTER_AREA);
      if (innerWidth == width && innerHeight == height) {
        return Mats.picture(inner);
      }
      opencv_imgproc.resize(inner, target, size, 0, 0, opencv_imgproc.INTER_CUBIC);
      return Mats.picture(target);
    }
  }

  /**
   * Pads at the right and at the bottom, by repeating the last column and the last row, until both
   * sides are multiples of a number. {@link #crop} undoes it.
   */
  public static Picture padToMultiple(Picture picture, int multiple) {
    if (multiple < 1) {
      throw new IllegalArgumentException("multiple must be at least 1, found " + multiple);
    }
    return padTo(picture, roundUp(picture.width(), multiple), roundUp(picture.height(), multiple));
  }

  /** Pads at the right and at the bottom to a size, by repeating the last column and row. */
  public static Picture padTo(Picture picture, int width, int height) {
    if (width < picture.width() || height < picture.height()) {
      throw new IllegalArgumentException(
          "can't pad " + picture + " to " + width + "x" + height + ": that is smaller");
    }
    return window(picture, width, height);
  }

  /** The upper left part of a picture. */
  public static Picture crop(Picture picture, int width, int height) {
    if (width > picture.width() || height > picture.height()) {
      throw new IllegalArgumentException(
          "can't crop " + picture + " to " + width + "x" + height + ": that is larger");
    }
    return window(picture, width, height);
  }

  /** The largest square in the middle; of an odd rest, the smaller part is left or above. */
  public static Picture centreSquare(Picture picture) {
    int side = Math.min(picture.width(), picture.height());
    int left = (picture.width() - side) / 2;
    int top = (picture.height() - side) / 2;
    byte[] rgb = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      int from = 3 * ((top + y) * picture.width() + left);
      System.arraycopy(picture.rgb(), from, rgb, 3 * y * side, 3 * side);
    }
    return new Picture(side, side, rgb);
  }

  private static Picture window(Picture picture, int width, int height) {
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    int copied = Math.min(width, picture.width()) * 3;
    for (int y = 0; y < height; y++) {
      int from = Math.min(y, picture.height() - 1) * picture.width() * 3;
      int to = y * width * 3;
      System.arraycopy(picture.rgb(), from, rgb, to, copied);
      for (int i = copied; i < width * 3; i++) {
        rgb[to + i] = rgb[to + i - 3];
      }
    }
    return new Picture(width, height, rgb);
  }

  private static int roundUp(int value, int multiple) {
    return Math.multiplyExact(Math.floorDiv(value + multiple - 1, multiple), multiple);
  }
}

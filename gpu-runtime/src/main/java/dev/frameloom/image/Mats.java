package dev.frameloom.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pictures to OpenCV and back, for this library's own use. Every Mat is made by a caller that
 * closes it: Mats that wait for the garbage collector pile up outside of the heap, where it does
 * not see them.
 */
public final class Mats {

  private Mats() {}

  /** A copy of the picture as (H, W) of three bytes, in RGB order; the caller closes it. */
  public static Mat of(Picture picture) {
    Mat mat = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC3);
    try (BytePointer data = mat.data()) {
      data.put(picture.rgb(), 0, picture.rgb().length);
    }
    return mat;
  }

  /** A copy of a Mat of three bytes a pixel, in RGB order. */
  public static Picture picture(Mat rgb) {
    if (rgb.type() != opencv_core.CV_8UC3 || !rgb.isContinuous()) {
      throw new IllegalArgumentException(
          "expected a continuous Mat of type 8UC3, found type " + rgb.type());
    }
    return new Picture(rgb.cols(), rgb.rows(), bytes(rgb, rgb.cols() * rgb.rows() * 3));
  }

  /** The first {@code count} bytes of a continuous Mat. */
  static byte[] bytes(Mat mat, int count) {
    byte[] bytes = new byte[count];
    try (BytePointer data = mat.data()) {
      data.get(bytes);
    }
    return bytes;
  }
}

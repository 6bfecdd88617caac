package dev.frameloom.propagate;

import dev.frameloom.image.Mats;
import dev.frameloom.image.Picture;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Channels on the scale of OpenCV's 8-bit CIE Lab: L scaled to 0 to 255, a and b shifted by 128.
 * Those of a picture are whole; those that are computed need be neither whole nor in range.
 *
 * @param values (3, H, W)
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
record LabPlanes(int width, int height, double[][] values) {

  static final int CHANNELS = 3;

  /** How levels that are not whole become levels that are. */
  enum Rounding {
    /** To the nearest, halves to the even one. */
    NEAREST,
    /** Towards 0. */
    DOWN
  }

  static LabPlanes of(Picture picture) {
    byte[] bytes = new byte[picture.rgb().length];
    try (Mat rgb = Mats.of(picture);
        Mat lab = new Mat()) {
      opencv_imgproc.cvtColor(rgb, lab, opencv_imgproc.COLOR_RGB2Lab);
      try (BytePointer data = lab.data()) {
        data.get(bytes);
      }
    }
    // (H, W, 3) -> (3, H, W)
    double[][] values = new double[CHANNELS][picture.width() * picture.height()];
    for (int i = 0; i < bytes.length; i++) {
      values[i % CHANNELS][i / CHANNELS] = bytes[i] & 0xff;
    }
    return new LabPlanes(picture.width(), picture.height(), values);
  }

  /** As a picture: cut to 0 to 255, rounded, converted. What is not a number becomes 0. */
  Picture picture(Rounding rounding) {
    // (3, H, W) -> (H, W, 3)
    byte[] bytes = new byte[CHANNELS * width * height];
    for (int i = 0; i < bytes.length; i++) {
      double level = Math.max(0, Math.min(255, values[i % CHANNELS][i / CHANNELS]));
      bytes[i] =
          (byte)
              switch (rounding) {
                case NEAREST -> (int) Math.rint(level);
                case DOWN -> (int) level;
              };
    }
    try (Mat lab = new Mat(height, width, opencv_core.CV_8UC3);
        Mat rgb = new Mat()) {
      try (BytePointer data = lab.data()) {
        data.put(bytes, 0, bytes.length);
      }
      opencv_imgproc.cvtColor(lab, rgb, opencv_imgproc.COLOR_Lab2RGB);
      return Mats.picture(rgb);
    }
  }
}

package dev.frameloom.propagate;

import dev.frameloom.flow.Visibility;
import dev.frameloom.image.Mats;
import dev.frameloom.image.Picture;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;

/** Paints in what is hidden from what is seen around it (Telea, 2004), by OpenCV. */
final class Inpainting {

  /** Pixels around that have a say. */
  private static final double REACH = 30;

  private Inpainting() {}

  static Picture of(Picture picture, Visibility visible) {
    int count = picture.width() * picture.height();
    byte[] hidden = new byte[count];
    int i = visible.pixels().nextClearBit(0);
    if (i >= count) {
      return picture;
    }
    for (; i < count; i = visible.pixels().nextClearBit(i + 1)) {
      hidden[i] = (byte) 255;
    }
    try (Mat rgb = Mats.of(picture);
        Mat mask = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC1);
        Mat painted = new Mat()) {
      try (BytePointer data = mask.data()) {
        data.put(hidden, 0, hidden.length);
      }
      opencv_photo.inpaint(rgb, mask, painted, REACH, opencv_photo.INPAINT_TELEA);
      return Mats.picture(painted);
    }
  }
}

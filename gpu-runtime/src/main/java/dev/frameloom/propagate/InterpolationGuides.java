package dev.frameloom.propagate;

import dev.frameloom.image.Mats;
import dev.frameloom.image.Picture;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** What guides a patch synthesis from a keyframe to a frame beside it, as pictures. */
final class InterpolationGuides {

  private static final float[] LAPLACIAN = {0, -1, 0, -1, 4, -1, 0, -1, 0};

  private InterpolationGuides() {}

  /** Edges by the Laplacian of four neighbours, each channel cut to 0 to 255. */
  static Picture edges(Picture picture) {
    try (Mat rgb = Mats.of(picture);
        Mat edges = new Mat();
        FloatPointer values = new FloatPointer(LAPLACIAN);
        Mat kernel = new Mat(3, 3, opencv_core.CV_32F, values)) {
      opencv_imgproc.filter2D(rgb, edges, -1, kernel);
      return Mats.picture(edges);
    }
  }

  /** Where each pixel is: red grows from 0 to 255 downwards, green to the right. */
  static Picture positions(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = level(y, height);
        rgb[at + 1] = level(x, width);
      }
    }
    return new Picture(width, height, rgb);
  }

  /** Truncated, of a product in NumPy's order: {@code linspace(0, 1, count) * 255}. */
  private static byte level(int index, int count) {
    return (byte) (index < count - 1 ? (int) (index * (1.0 / (count - 1)) * 255) : 255);
  }
}

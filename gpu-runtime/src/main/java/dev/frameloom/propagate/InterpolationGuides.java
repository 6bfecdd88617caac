package dev.frameloom.propagate;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.NearestWarp;
import dev.frameloom.flow.Visibility;
import dev.frameloom.image.Mats;
import dev.frameloom.image.Picture;
import java.util.BitSet;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;

/** What guides a patch synthesis from a keyframe to a frame beside it, as pictures. */
final class InterpolationGuides {

  private static final float[] LAPLACIAN = {0, -1, 0, -1, 4, -1, 0, -1, 0};

  /** Pixels from which what is hidden is painted in. */
  private static final double REACH = 30;

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

  /**
   * A picture warped along a flow, the nearest pixel taken, and painted in from around (Telea,
   * 2004) where the flow is not to be trusted. Where nothing of it is, the picture stays as it is:
   * there is nothing to paint in from, and no place is a better guess than the same place.
   *
   * @param flow on the result's grid, into the picture
   * @param visible what of the result is to be seen in the picture
   */
  static Picture warped(Picture picture, FlowField flow, Visibility visible) {
    if (visible.pixels().isEmpty()) {
      return picture;
    }
    Picture nearest = NearestWarp.of(picture, flow);
    BitSet hidden = (BitSet) visible.pixels().clone();
    hidden.flip(0, visible.width() * visible.height());
    return hidden.isEmpty() ? nearest : painted(nearest, hidden);
  }

  private static Picture painted(Picture picture, BitSet hidden) {
    byte[] mask = new byte[picture.width() * picture.height()];
    for (int i = hidden.nextSetBit(0); i >= 0; i = hidden.nextSetBit(i + 1)) {
      mask[i] = (byte) 255;
    }
    try (Mat rgb = Mats.of(picture);
        Mat where = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC1);
        Mat painted = new Mat()) {
      try (BytePointer data = where.data()) {
        data.put(mask, 0, mask.length);
      }
      opencv_photo.inpaint(rgb, where, painted, REACH, opencv_photo.INPAINT_TELEA);
      return Mats.picture(painted);
    }
  }
}

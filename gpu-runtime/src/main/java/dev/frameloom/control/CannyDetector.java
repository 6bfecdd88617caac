package dev.frameloom.control;

import dev.frameloom.image.Mats;
import dev.frameloom.image.Picture;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Canny's edges, 0 or 255, by OpenCV on all three colours: what {@code cv2.Canny(rgb, low, high)}
 * gives.
 *
 * @param low gradients below are no edge
 * @param high gradients above are an edge; those between are where they touch one
 */
public record CannyDetector(double low, double high) implements EdgeDetector {

  /** Thresholds that the published ControlNets were trained with. */
  public static final CannyDetector STANDARD = new CannyDetector(100, 200);

  public CannyDetector {
    if (!(low >= 0 && high >= low)) {
      throw new IllegalArgumentException(
          "thresholds: expected 0 <= low <= high, found " + low + " and " + high);
    }
  }

  @Override
  public GreyMap edges(Picture picture) {
    byte[] levels = new byte[picture.width() * picture.height()];
    try (Mat rgb = Mats.of(picture);
        Mat edges = new Mat()) {
      opencv_imgproc.Canny(rgb, edges, low, high);
      try (BytePointer data = edges.data()) {
        data.get(levels);
      }
    }
    return new GreyMap(picture.width(), picture.height(), levels);
  }
}

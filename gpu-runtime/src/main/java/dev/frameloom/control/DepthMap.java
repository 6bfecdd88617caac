package dev.frameloom.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Depth of each pixel, in whatever unit the user's estimator gives; the array is not copied. Depth
 * ControlNets want near as 1 and far as 0.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param values (H, W), finite
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
public record DepthMap(int width, int height, float[] values) {

  public DepthMap {
    if (width < 1 || height < 1 || values.length != width * height) {
      throw new IllegalArgumentException(
          "expected " + width + "x" + height + " values, found " + values.length);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("depth: expected finite values, found " + value);
      }
    }
  }

  /**
   * Decodes a depth picture: PNG of 8 or 16 bits, TIFF of floats; of a coloured one the brightness.
   *
   * @throws IllegalArgumentException where it can't be decoded
   */
  public static DepthMap decode(byte[] encoded) {
    try (BytePointer bytes = new BytePointer(encoded);
        Mat input = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
        Mat decoded = opencv_imgcodecs.imdecode(input, opencv_imgcodecs.IMREAD_ANYDEPTH);
        Mat wide = new Mat()) {
      if (decoded.empty()) {
        throw new IllegalArgumentException(
            "expected a depth picture (PNG of 8 or 16 bits, TIFF), found "
                + encoded.length
                + " bytes that are none");
      }
      decoded.convertTo(wide, opencv_core.CV_32F);
      float[] values = new float[wide.rows() * wide.cols()];
      try (FloatPointer data = new FloatPointer(wide.data())) {
        data.get(values);
      }
      return new DepthMap(wide.cols(), wide.rows(), values);
    }
  }

  /**
   * A control image by the map's own range: its largest value is near (1), its smallest far (0), as
   * in pictures of inverse depth. A map of one value gives 0 everywhere. In a video, each frame's
   * own range flickers: prefer {@link #control(NDManager, double, double)}.
   *
   * @return (1, 3, H, W) in [0, 1]
   */
  public NDArray control(NDManager scope) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return least == most
        ? ControlImages.of(scope, width, height, new float[values.length])
        : control(scope, most, least);
  }

  /**
   * A control image by a range given, the same for all frames of a video; what lies outside is cut
   * off. Near may be the smaller number, as in metres, or the larger, as in inverse depth.
   *
   * @param near the value that becomes 1
   * @param far the value that becomes 0
   * @return (1, 3, H, W) in [0, 1]
   */
  public NDArray control(NDManager scope, double near, double far) {
    if (near == far || !Double.isFinite(near) || !Double.isFinite(far)) {
      throw new IllegalArgumentException(
          "expected two different finite depths, found near " + near + " and far " + far);
    }
    float[] shares = new float[values.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) Math.max(0, Math.min(1, (values[i] - far) / (near - far)));
    }
    return ControlImages.of(scope, width, height, shares);
  }
}

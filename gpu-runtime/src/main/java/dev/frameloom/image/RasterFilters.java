package dev.frameloom.image;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Filters over neighbouring pixels, by OpenCV. Beyond the border the picture is mirrored without
 * its outermost pixels (BORDER_REFLECT_101). Pure functions, each channel by itself if not said
 * otherwise.
 */
public final class RasterFilters {

  private RasterFilters() {}

  @FunctionalInterface
  private interface Filter {
    void apply(Mat from, Mat to);
  }

  /** Gaussian blur; the kernel's size follows from sigma, in pixels. */
  public static Raster blur(Raster raster, double sigma) {
    try (Size automatic = new Size(0, 0)) {
      return run(raster, (from, to) -> opencv_imgproc.GaussianBlur(from, to, automatic, sigma));
    }
  }

  /** Mean of size × size pixels. */
  public static Raster boxMean(Raster raster, int size) {
    try (Size box = new Size(size, size)) {
      return run(raster, (from, to) -> opencv_imgproc.blur(from, to, box));
    }
  }

  /**
   * Bilateral filter, which keeps edges (Tomasi and Manduchi, ICCV 1998); colours are near or far
   * as a whole.
   *
   * @param diameter of the neighbourhood, pixels
   * @param sigmaColour how far colours may be apart
   * @param sigmaSpace how far pixels may be apart
   */
  public static Raster bilateral(
      Raster raster, int diameter, double sigmaColour, double sigmaSpace) {
    return run(
        raster,
        (from, to) -> opencv_imgproc.bilateralFilter(from, to, diameter, sigmaColour, sigmaSpace));
  }

  /** {@link #gradient(Raster)} after a blur. */
  public static Raster gradient(Raster grey, double sigma) {
    return gradient(blur(grey, sigma));
  }

  /**
   * Length of a grey raster's gradient, by Sobel's 3 × 3 kernels, divided by 4: 1 for a step from 0
   * to 1.
   *
   * @param grey (H, W, 1)
   * @return (H, W, 1)
   */
  public static Raster gradient(Raster grey) {
    float[] across = run(grey, (from, to) -> sobel(from, to, 1, 0)).values();
    float[] down = run(grey, (from, to) -> sobel(from, to, 0, 1)).values();
    float[] length = new float[across.length];
    for (int i = 0; i < length.length; i++) {
      length[i] = (float) Math.sqrt(across[i] * across[i] + down[i] * down[i]) / 4;
    }
    return grey.like(1, length);
  }

  private static void sobel(Mat from, Mat to, int across, int down) {
    opencv_imgproc.Sobel(from, to, opencv_core.CV_32F, across, down);
  }

  private static Raster run(Raster raster, Filter filter) {
    float[] values = new float[raster.values().length];
    try (Mat from =
            new Mat(
                raster.height(),
                raster.width(),
                opencv_core.CV_MAKETYPE(opencv_core.CV_32F, raster.channels()));
        Mat to = new Mat()) {
      try (FloatPointer data = new FloatPointer(from.data())) {
        data.put(raster.values());
      }
      filter.apply(from, to);
      try (FloatPointer data = new FloatPointer(to.data())) {
        data.get(values);
      }
    }
    return raster.like(raster.channels(), values);
  }
}

package dev.frameloom.image;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Which frequencies a picture is made of, by OpenCV's discrete Fourier transform. */
public final class Spectrum {

  private Spectrum() {}

  /**
   * The mean square of what varies at a frequency of at least this, whatever its direction: of all
   * frequencies together it would be the variance. The mean is taken away first, and the borders
   * fade out under a Hann window, so that an edge between the left border and the right one is none
   * of the picture; what lies in the middle weighs more.
   *
   * @param grey (H, W, 1)
   * @param least cycles per pixel, 0 to √½
   */
  public static double energyFrom(Raster grey, double least) {
    int width = opencv_core.getOptimalDFTSize(grey.width());
    int height = opencv_core.getOptimalDFTSize(grey.height());
    float[] across = window(grey.width());
    float[] down = window(grey.height());
    float[] spectrum = transform(faded(grey, across, down, width, height), width, height);
    double sum = 0;
    for (int y = 0; y < height; y++) {
      double up = frequency(y, height);
      for (int x = 0; x < width; x++) {
        double aside = frequency(x, width);
        if (up * up + aside * aside >= least * least) {
          double real = spectrum[2 * (y * width + x)];
          double imaginary = spectrum[2 * (y * width + x) + 1];
          sum += real * real + imaginary * imaginary;
        }
      }
    }
    return sum / ((double) width * height * squares(across) * squares(down));
  }

  /**
   * Of the Hann window the middles of n equal parts: none is zero, so that small pictures count.
   */
  private static float[] window(int size) {
    float[] window = new float[size];
    for (int i = 0; i < size; i++) {
      double sine = Math.sin(Math.PI * (i + 0.5) / size);
      window[i] = (float) (sine * sine);
    }
    return window;
  }

  private static double squares(float[] window) {
    double sum = 0;
    for (float value : window) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Cycles per pixel. */
  private static double frequency(int index, int size) {
    return (double) Math.min(index, size - index) / size;
  }

  /** With zeros beyond the picture, up to a size that transforms fast. */
  private static float[] faded(Raster grey, float[] across, float[] down, int width, int height) {
    float[] values = grey.values();
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    float mean = (float) (sum / values.length);
    float[] faded = new float[width * height];
    for (int y = 0; y < grey.height(); y++) {
      for (int x = 0; x < grey.width(); x++) {
        faded[y * width + x] = (values[y * grey.width() + x] - mean) * across[x] * down[y];
      }
    }
    return faded;
  }

  /** (H, W) -> (H, W, 2), real and imaginary parts. */
  private static float[] transform(float[] values, int width, int height) {
    float[] spectrum = new float[2 * values.length];
    try (Mat from = new Mat(height, width, opencv_core.CV_32FC1);
        Mat to = new Mat()) {
      try (FloatPointer data = new FloatPointer(from.data())) {
        data.put(values);
      }
      opencv_core.dft(from, to, opencv_core.DFT_COMPLEX_OUTPUT, 0);
      try (FloatPointer data = new FloatPointer(to.data())) {
        data.get(spectrum);
      }
    }
    return spectrum;
  }
}

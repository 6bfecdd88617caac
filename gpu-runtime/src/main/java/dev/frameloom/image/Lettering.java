package dev.frameloom.image;

import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Writes on pictures, in small black letters. They are OpenCV's, which brings its own: Java takes
 * the machine's fonts, which differ, and fails where there are none. They have ASCII only.
 */
public final class Lettering {

  /** Pixels from one line to the next. */
  public static final int HEIGHT = 16;

  private static final double SCALE = 0.45;
  private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;

  private Lettering() {}

  /**
   * A line of words.
   *
   * @param words what is cut to the width, and of which other than ASCII becomes a question mark
   * @param left where it begins, pixels
   * @param baseline on which its letters stand, pixels from the top
   * @param width pixels that it may take
   */
  public record Line(String words, int left, int baseline, int width) {}

  /** A copy of a picture with lines on it. */
  public static Picture on(Picture picture, List<Line> lines) {
    try (Mat canvas = Mats.of(picture)) {
      lines.forEach(line -> write(canvas, line));
      return Mats.picture(canvas);
    }
  }

  private static void write(Mat canvas, Line line) {
    String words = line.words().replaceAll("[^ -~]", "?");
    while (words.length() > 1 && width(words) > line.width()) {
      words = words.substring(0, words.length() - 1);
    }
    try (Point at = new Point(line.left(), line.baseline());
        Scalar black = new Scalar(0, 0, 0, 0)) {
      opencv_imgproc.putText(
          canvas, words, at, FONT, SCALE, black, 1, opencv_imgproc.LINE_AA, false);
    }
  }

  private static int width(String words) {
    try (Size size = opencv_imgproc.getTextSize(words, FONT, SCALE, 1, new int[1])) {
      return size.width();
    }
  }
}

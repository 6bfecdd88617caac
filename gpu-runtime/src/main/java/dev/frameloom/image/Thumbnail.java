package dev.frameloom.image;

import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Small grey pictures, made straight from encoded ones, to compare frames by. */
public final class Thumbnail {

  /** Pixels a side. */
  public static final int SIDE = 64;

  private Thumbnail() {}

  /**
   * A thumbnail of the picture as it is shown, whatever the aspect ratio. A large JPEG is decoded
   * at an eighth, a quarter or a half of its size, which the format gives almost for free.
   *
   * @return (64, 64) grey levels, row-major
   * @throws UndecodableImageException as {@link PictureCodec#decode(byte[])} does
   */
  public static byte[] grey64(byte[] encoded) throws UndecodableImageException {
    return grey64(encoded, ImageHeader.MAX_PIXELS);
  }

  /** The same of a picture with a lower bound of pixels. */
  public static byte[] grey64(byte[] encoded, long maxPixels) throws UndecodableImageException {
    ImageHeader header = ImageHeader.inspect(encoded, maxPixels);
    if (PictureCodec.isTransparent(encoded, header)) {
      try (Mat grey = Mats.of(PictureCodec.decode(encoded))) {
        opencv_imgproc.cvtColor(grey, grey, opencv_imgproc.COLOR_RGB2GRAY);
        return small(grey);
      }
    }
    try (Mat grey = PictureCodec.decode(encoded, header, mode(header))) {
      return Exif.orientation(encoded).apply(small(grey), SIDE, SIDE, 1);
    }
  }

  private static byte[] small(Mat grey) {
    try (Mat small = new Mat();
        Size size = new Size(SIDE, SIDE)) {
      opencv_imgproc.resize(grey, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      return Mats.bytes(small, SIDE * SIDE);
    }
  }

  private static int mode(ImageHeader header) {
    int side = Math.min(header.width(), header.height());
    if (header.encoding() == ImageEncoding.PNG || side < 2 * SIDE) {
      return opencv_imgcodecs.IMREAD_GRAYSCALE;
    }
    if (side < 4 * SIDE) {
      return opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
    }
    return side < 8 * SIDE
        ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4
        : opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
  }
}

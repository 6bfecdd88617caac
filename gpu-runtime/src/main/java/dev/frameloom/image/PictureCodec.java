package dev.frameloom.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * JPEG and PNG, by OpenCV. Equal pictures give equal bytes, and the other way round. Decoded
 * pictures are as they are shown: an orientation tag (EXIF) is applied here and nowhere else, and
 * what is transparent lies on white. Encoded ones carry neither. Safe for use by many threads.
 */
public final class PictureCodec {

  /** Pixels a side that are decoded at most. */
  public static final int MAX_SIDE = 16_384;

  /** Pixels that are decoded at most: 64 megapixels, 192 MiB. */
  public static final long MAX_PIXELS = 1L << 26;

  /** The fastest level that still compresses: 12 ms for 512x512. */
  private static final int PNG_LEVEL = 1;

  private PictureCodec() {}

  /**
   * Encodes a picture.
   *
   * @param quality 1 to 100, of JPEG; PNG is lossless and ignores it
   */
  public static byte[] encode(Picture picture, ImageEncoding encoding, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality must be 1 to 100, found " + quality);
    }
    String extension = encoding == ImageEncoding.JPEG ? ".jpg" : ".png";
    int[] settings =
        encoding == ImageEncoding.JPEG
            ? new int[] {opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality}
            : new int[] {opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, PNG_LEVEL};
    try (Mat mat = Mats.of(picture);
        BytePointer encoded = new BytePointer();
        IntPointer parameters = new IntPointer(settings)) {
      opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_RGB2BGR);
      if (!opencv_imgcodecs.imencode(extension, mat, encoded, parameters)) {
        throw new IllegalStateException("OpenCV could not encode " + picture + " as " + encoding);
      }
      byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(bytes);
      return bytes;
    }
  }

  /**
   * Decodes a JPEG or a PNG to 8-bit RGB, upright; grey becomes RGB, what is transparent lies on
   * white.
   *
   * @throws UndecodableImageException if the bytes are empty, of another format, truncated,
   *     corrupt, or declare more than 16384 pixels a side or 64 megapixels
   */
  public static Picture decode(byte[] encoded) throws UndecodableImageException {
    ImageHeader header = ImageHeader.inspect(encoded);
    boolean transparent = isTransparent(encoded, header);
    int mode = transparent ? opencv_imgcodecs.IMREAD_UNCHANGED : opencv_imgcodecs.IMREAD_COLOR_RGB;
    try (Mat mat = decode(encoded, header, mode)) {
      if (mat.cols() != header.width() || mat.rows() != header.height()) {
        throw new UndecodableImageException(
            "corrupt %s: it declares %dx%d pixels, found %dx%d"
                .formatted(
                    header.encoding(), header.width(), header.height(), mat.cols(), mat.rows()));
      }
      Picture stored = transparent ? flattened(encoded, mat) : Mats.picture(mat);
      return Exif.orientation(encoded).apply(stored);
    }
  }

  static boolean isTransparent(byte[] encoded, ImageHeader header) {
    return header.encoding() == ImageEncoding.PNG && PngStructure.isTransparent(encoded);
  }

  /** What OpenCV decoded unchanged: BGRA, or grey of which a level is transparent; 8 or 16 bits. */
  private static Picture flattened(byte[] png, Mat decoded) {
    boolean wide = decoded.depth() == opencv_core.CV_16U;
    try (Mat mat = new Mat();
        Mat clear = opencv_core.equals(decoded, PngStructure.transparentGrey(png)).asMat()) {
      decoded.convertTo(mat, opencv_core.CV_8U, wide ? 1.0 / 257 : 1, 0);
      if (mat.channels() == 4) {
        opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_BGRA2RGBA);
        int pixels = mat.cols() * mat.rows();
        byte[] rgb = new byte[3 * pixels];
        Transparency.flatten(Mats.bytes(mat, 4 * pixels), rgb);
        return new Picture(mat.cols(), mat.rows(), rgb);
      }
      if (mat.channels() == 1) {
        opencv_core.bitwise_or(mat, clear, mat); // all bits set is white
        opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_GRAY2RGB);
      } else {
        opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_BGR2RGB);
      }
      return Mats.picture(mat);
    }
  }

  /**
   * What a JPEG or a PNG declares of itself; its structure is walked, nothing is decoded.
   *
   * @param maxPixels most pixels that are taken
   * @throws UndecodableImageException if the bytes are empty, of another format, truncated, or
   *     declare more pixels
   */
  public static PictureSize inspect(byte[] encoded, long maxPixels)
      throws UndecodableImageException {
    ImageHeader header = ImageHeader.inspect(encoded, maxPixels);
    return new PictureSize(header.width(), header.height());
  }

  /** Decodes inspected bytes in an OpenCV read mode; the caller closes the Mat. */
  static Mat decode(byte[] encoded, ImageHeader header, int mode) throws UndecodableImageException {
    try (BytePointer data = new BytePointer(encoded);
        Mat bytes = new Mat(1, encoded.length, opencv_core.CV_8UC1, data)) {
      Mat mat = opencv_imgcodecs.imdecode(bytes, mode | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION);
      if (mat.empty()) {
        mat.close();
        throw new UndecodableImageException(
            "corrupt %s of %d bytes: OpenCV can't decode it"
                .formatted(header.encoding(), encoded.length));
      }
      return mat;
    } catch (RuntimeException e) {
      throw new UndecodableImageException(
          "corrupt %s of %d bytes: %s".formatted(header.encoding(), encoded.length, e.getMessage()),
          e);
    }
  }
}

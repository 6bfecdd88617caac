package dev.frameloom.image;

/**
 * What an encoded picture says of itself, read before any decoder allocates for it. Inspecting
 * walks the whole structure, because OpenCV fills what is missing of a truncated JPEG with grey and
 * calls that a success.
 *
 * @param encoding JPEG or PNG
 * @param width declared pixels in a row, 1 to {@link #MAX_SIDE}
 * @param height declared rows, 1 to {@link #MAX_SIDE}
 */
record ImageHeader(ImageEncoding encoding, int width, int height) {

  static final int MAX_SIDE = PictureCodec.MAX_SIDE;
  static final long MAX_PIXELS = PictureCodec.MAX_PIXELS;

  static ImageHeader inspect(byte[] encoded) throws UndecodableImageException {
    if (encoded.length == 0) {
      throw new UndecodableImageException("empty: 0 bytes where a JPEG or PNG picture is expected");
    }
    if (JpegStructure.matches(encoded)) {
      return bounded(JpegStructure.inspect(encoded));
    }
    if (PngStructure.matches(encoded)) {
      return bounded(PngStructure.inspect(encoded));
    }
    throw new UndecodableImageException(
        "neither JPEG nor PNG: %d bytes that begin with %s"
            .formatted(encoded.length, firstBytes(encoded)));
  }

  /** The same with a lower bound of pixels. */
  static ImageHeader inspect(byte[] encoded, long maxPixels) throws UndecodableImageException {
    ImageHeader header = inspect(encoded);
    if ((long) header.width * header.height > maxPixels) {
      throw new UndecodableImageException(
          "%s declares %dx%d pixels; at most %d altogether are taken"
              .formatted(header.encoding, header.width, header.height, maxPixels));
    }
    return header;
  }

  private static ImageHeader bounded(ImageHeader header) throws UndecodableImageException {
    int width = header.width;
    int height = header.height;
    if (width < 1 || height < 1) {
      throw new UndecodableImageException(
          "%s of %dx%d pixels: it has none".formatted(header.encoding, width, height));
    }
    if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new UndecodableImageException(
          "%s declares %dx%d pixels; at most %d a side and %d altogether are taken"
              .formatted(header.encoding, width, height, MAX_SIDE, MAX_PIXELS));
    }
    return header;
  }

  private static String firstBytes(byte[] encoded) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, encoded.length); i++) {
      text.append("%02x".formatted(encoded[i] & 0xff));
    }
    return text.toString();
  }
}

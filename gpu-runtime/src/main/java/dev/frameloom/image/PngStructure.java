package dev.frameloom.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Walks the chunks of a PNG (ISO/IEC 15948) from the signature to IEND, checksums included. */
final class PngStructure {

  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int TRNS = 0x74524e53;

  /** Where the header has the colour type, and its bit for an alpha channel. */
  private static final int COLOUR_TYPE = 25;

  private static final int HAS_ALPHA = 4;

  /** Length, type and checksum of a chunk. */
  private static final int OVERHEAD = 12;

  private PngStructure() {}

  static boolean matches(byte[] bytes) {
    return bytes.length >= 8 && ByteBuffer.wrap(bytes).getLong(0) == SIGNATURE;
  }

  static ImageHeader inspect(byte[] bytes) throws UndecodableImageException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    ImageHeader header = null;
    boolean data = false;
    int position = 8;
    while (true) {
      if (bytes.length - position < OVERHEAD) {
        throw truncated(bytes);
      }
      int length = buffer.getInt(position);
      int type = buffer.getInt(position + 4);
      if (length < 0 || length > bytes.length - position - OVERHEAD) {
        throw truncated(bytes);
      }
      if (header == null) {
        if (type != IHDR || length < 13) {
          throw new UndecodableImageException("corrupt PNG: its first chunk is not a header");
        }
        header =
            new ImageHeader(
                ImageEncoding.PNG, buffer.getInt(position + 8), buffer.getInt(position + 12));
      }
      checkCrc(bytes, position, length);
      data |= type == IDAT;
      if (type == IEND) {
        if (!data) {
          throw new UndecodableImageException("PNG without a picture: it has no data chunk");
        }
        return header;
      }
      position += OVERHEAD + length;
    }
  }

  /** Whether a PNG that was inspected may have pixels that are not opaque. */
  static boolean isTransparent(byte[] png) {
    return (png[COLOUR_TYPE] & HAS_ALPHA) != 0 || Chunks.png(png, TRNS).isPresent();
  }

  /**
   * The level that is transparent in a grey PNG, which OpenCV does not look at, as OpenCV decodes
   * it: in 8 bits, or in 16 where the PNG has them. Less than any level where there is none.
   */
  static int transparentGrey(byte[] png) {
    int bits = png[COLOUR_TYPE - 1];
    if (png[COLOUR_TYPE] != 0) {
      return -1;
    }
    return Chunks.png(png, TRNS)
        .filter(level -> level.capacity() >= 2)
        .map(level -> level.getShort(0) & 0xffff)
        .map(level -> bits < 8 ? level * 255 / ((1 << bits) - 1) : level)
        .orElse(-1);
  }

  private static void checkCrc(byte[] bytes, int position, int length)
      throws UndecodableImageException {
    CRC32 crc = new CRC32();
    crc.update(bytes, position + 4, 4 + length);
    if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(position + 8 + length)) {
      throw new UndecodableImageException(
          "corrupt PNG: the checksum of the chunk at byte %d is wrong".formatted(position));
    }
  }

  private static UndecodableImageException truncated(byte[] bytes) {
    return new UndecodableImageException(
        "truncated PNG: its %d bytes end before the end chunk".formatted(bytes.length));
  }
}

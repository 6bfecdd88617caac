package dev.frameloom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the container of a WebP says. */
final class WebpStructure {

  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;
  private static final int EXTENDED = 0x56503858;
  private static final int ANIMATION = 0x02;

  private WebpStructure() {}

  static boolean matches(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length >= 12 && buffer.getInt(0) == RIFF && buffer.getInt(8) == WEBP;
  }

  static boolean isAnimated(byte[] webp) {
    return Chunks.webp(webp, EXTENDED)
        .map(extended -> extended.capacity() > 0 && (extended.get(0) & ANIMATION) != 0)
        .orElse(false);
  }

  static boolean isTruncated(byte[] webp) {
    long length = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
    return length + 8 > webp.length;
  }
}

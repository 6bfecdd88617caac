package dev.frameloom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Finds a chunk in the formats that are made of chunks. */
final class Chunks {

  private Chunks() {}

  /** The content of a PNG's first chunk of a type; checksums are not looked at. */
  static Optional<ByteBuffer> png(byte[] png, int type) {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    int at = 8;
    while (png.length - at >= 12) {
      int length = bytes.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return Optional.empty();
      }
      if (bytes.getInt(at + 4) == type) {
        return Optional.of(bytes.slice(at + 8, length));
      }
      at += 12 + length;
    }
    return Optional.empty();
  }

  /** The content of a WebP's first chunk of a type, which is written big-endian here. */
  static Optional<ByteBuffer> webp(byte[] webp, int type) {
    ByteBuffer bytes = ByteBuffer.wrap(webp);
    ByteBuffer lengths = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (webp.length - at >= 8) {
      int length = lengths.getInt(at + 4);
      if (length < 0 || length > webp.length - at - 8) {
        return Optional.empty();
      }
      if (bytes.getInt(at) == type) {
        return Optional.of(bytes.slice(at + 8, length));
      }
      at += 8 + length + (length & 1);
    }
    return Optional.empty();
  }
}

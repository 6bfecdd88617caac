package dev.frameloom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The orientation tag of a picture: of EXIF in a JPEG (APP1), a PNG (eXIf) or a WebP (EXIF), and of
 * a TIFF itself. What is damaged or strange has none: a tag is no reason to refuse a picture.
 */
final class Exif {

  private static final byte[] JPEG_PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int APP1 = 0xe1;
  private static final int SOS = 0xda;
  private static final int EXIF_OF_PNG = 0x65584966;
  private static final int EXIF_OF_WEBP = 0x45584946;
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  private Exif() {}

  static Orientation orientation(byte[] picture) {
    try {
      return exif(picture).map(Exif::tag).orElse(Orientation.UPRIGHT);
    } catch (IndexOutOfBoundsException e) {
      return Orientation.UPRIGHT;
    }
  }

  private static Optional<ByteBuffer> exif(byte[] picture) {
    if (JpegStructure.matches(picture)) {
      return ofJpeg(picture);
    }
    if (PngStructure.matches(picture)) {
      return Chunks.png(picture, EXIF_OF_PNG);
    }
    if (WebpStructure.matches(picture)) {
      return Chunks.webp(picture, EXIF_OF_WEBP).map(Exif::withoutPrefix);
    }
    return isTiff(picture) ? Optional.of(ByteBuffer.wrap(picture)) : Optional.empty();
  }

  private static boolean isTiff(byte[] picture) {
    if (picture.length < 8) {
      return false;
    }
    int magic = ByteBuffer.wrap(picture).getInt();
    return magic == 0x49492a00 || magic == 0x4d4d002a;
  }

  private static Optional<ByteBuffer> ofJpeg(byte[] picture) {
    int at = 2;
    while ((picture[at] & 0xff) == 0xff) {
      int marker = picture[at + 1] & 0xff;
      if (marker == 0xff) {
        at++; // a fill byte
        continue;
      }
      int length = (picture[at + 2] & 0xff) << 8 | (picture[at + 3] & 0xff);
      if (marker == SOS || length < 2) {
        return Optional.empty();
      }
      boolean exif =
          marker == APP1
              && length >= 2 + JPEG_PREFIX.length
              && Arrays.equals(
                  JPEG_PREFIX, Arrays.copyOfRange(picture, at + 4, at + 4 + JPEG_PREFIX.length));
      if (exif) {
        return Optional.of(withoutPrefix(ByteBuffer.wrap(picture).slice(at + 4, length - 2)));
      }
      at += 2 + length;
    }
    return Optional.empty();
  }

  /** Some write JPEG's prefix into other formats. */
  private static ByteBuffer withoutPrefix(ByteBuffer exif) {
    ByteBuffer prefix = ByteBuffer.wrap(JPEG_PREFIX);
    return exif.capacity() > JPEG_PREFIX.length && exif.slice(0, JPEG_PREFIX.length).equals(prefix)
        ? exif.slice(JPEG_PREFIX.length, exif.capacity() - JPEG_PREFIX.length)
        : exif;
  }

  /** The tag in the first directory of a TIFF structure. */
  private static Orientation tag(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION
          && tiff.getShort(entry + 2) == SHORT) {
        return Orientation.ofExif(Short.toUnsignedInt(tiff.getShort(entry + 8)));
      }
    }
    return Orientation.UPRIGHT;
  }
}

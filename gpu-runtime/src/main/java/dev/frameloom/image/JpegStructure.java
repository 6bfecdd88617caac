package dev.frameloom.image;

/** Walks the markers of a JPEG stream (ITU-T T.81, annex B) from SOI to EOI. */
final class JpegStructure {

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int TEM = 0x01;

  private final byte[] bytes;
  private int position = 2;

  private JpegStructure(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean matches(byte[] bytes) {
    return bytes.length >= 3
        && (bytes[0] & 0xff) == 0xff
        && (bytes[1] & 0xff) == SOI
        && (bytes[2] & 0xff) == 0xff;
  }

  static ImageHeader inspect(byte[] bytes) throws UndecodableImageException {
    return new JpegStructure(bytes).walk();
  }

  private ImageHeader walk() throws UndecodableImageException {
    ImageHeader header = null;
    boolean scanned = false;
    while (true) {
      int marker = nextMarker();
      if (marker == EOI) {
        if (header == null || !scanned) {
          throw new UndecodableImageException("JPEG without a picture: it ends before any scan");
        }
        return header;
      }
      if (marker == TEM || isRestart(marker)) {
        continue;
      }
      int length = unsignedShort(position);
      if (length < 2 || position + length > bytes.length) {
        throw truncated();
      }
      if (isStartOfFrame(marker)) {
        if (header != null) {
          // the decoder would take the first one's size, we the last one's
          throw new UndecodableImageException(
              "corrupt JPEG: a second frame header before byte %d".formatted(position));
        }
        // length (2), precision (1), height (2), width (2), components …
        header =
            new ImageHeader(
                ImageEncoding.JPEG, unsignedShort(position + 5), unsignedShort(position + 3));
      }
      position += length;
      if (marker == SOS) {
        skipEntropyCodedData();
        scanned = true;
      }
    }
  }

  /** The marker at the position, any number of fill bytes before it skipped. */
  private int nextMarker() throws UndecodableImageException {
    if (unsignedByte(position) != 0xff) {
      throw new UndecodableImageException(
          "corrupt JPEG: no marker at byte %d of %d".formatted(position, bytes.length));
    }
    while (unsignedByte(position) == 0xff) {
      position++;
    }
    return unsignedByte(position++);
  }

  /** Leaves the position at the first marker that ends the scan. */
  private void skipEntropyCodedData() throws UndecodableImageException {
    while (true) {
      if (unsignedByte(position) == 0xff) {
        int next = unsignedByte(position + 1);
        boolean stuffed = next == 0;
        if (!stuffed && !isRestart(next) && next != 0xff) {
          return;
        }
      }
      position++;
    }
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xd0 && marker <= 0xd7;
  }

  /** SOF0 … SOF15 without DHT, JPG and DAC, which lie between them. */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private int unsignedShort(int at) throws UndecodableImageException {
    return unsignedByte(at) << 8 | unsignedByte(at + 1);
  }

  private int unsignedByte(int at) throws UndecodableImageException {
    if (at >= bytes.length) {
      throw truncated();
    }
    return bytes[at] & 0xff;
  }

  private UndecodableImageException truncated() {
    return new UndecodableImageException(
        "truncated JPEG: its %d bytes end before the end-of-image marker".formatted(bytes.length));
  }
}

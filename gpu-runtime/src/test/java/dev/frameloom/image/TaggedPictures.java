package dev.frameloom.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Encoded pictures with the metadata that cameras and editors add. */
public final class TaggedPictures {

  private static final int EXIF_OF_PNG = 0x65584966;
  private static final int AFTER_IHDR = 33;

  private TaggedPictures() {}

  /** A JPEG or PNG that is to be shown by an orientation tag, 1 to 8. */
  public static byte[] tagged(byte[] picture, int orientation) {
    byte[] exif = exif(orientation);
    if (picture[0] != (byte) 0xff) {
      return withChunk(picture, EXIF_OF_PNG, exif);
    }
    ByteBuffer tagged = ByteBuffer.allocate(picture.length + 10 + exif.length);
    tagged.put(picture, 0, 2).putShort((short) 0xffe1).putShort((short) (8 + exif.length));
    tagged.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(exif);
    return tagged.put(picture, 2, picture.length - 2).array();
  }

  /** A TIFF structure of one directory of one tag. */
  private static byte[] exif(int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26).putInt(0x4d4d002a).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  /** A PNG with another chunk behind its header. */
  static byte[] withChunk(byte[] png, int type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(4 + content.length).putInt(type).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array());
    ByteBuffer whole = ByteBuffer.allocate(png.length + 12 + content.length);
    whole.put(png, 0, AFTER_IHDR).putInt(content.length).put(chunk.array());
    whole.putInt((int) crc.getValue());
    return whole.put(png, AFTER_IHDR, png.length - AFTER_IHDR).array();
  }
}

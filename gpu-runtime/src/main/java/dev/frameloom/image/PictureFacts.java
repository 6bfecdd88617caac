package dev.frameloom.image;

import java.util.Optional;

/**
 * What is told of an encoded picture without decoding it: a JPEG, PNG, WebP or TIFF. Of other
 * formats nothing is known, which is no fault.
 *
 * @param orientation how it is shown
 * @param animated whether there are more pictures in it
 * @param damage what is wrong with its structure, as that it is cut off; decoders may fill what is
 *     missing with grey and say nothing
 */
public record PictureFacts(Orientation orientation, boolean animated, Optional<String> damage) {

  private static final int ANIMATION_OF_PNG = 0x6163544c;

  /** Looks at a whole file. */
  public static PictureFacts of(byte[] encoded) {
    return new PictureFacts(Exif.orientation(encoded), isAnimated(encoded), damage(encoded));
  }

  private static boolean isAnimated(byte[] encoded) {
    if (PngStructure.matches(encoded)) {
      return Chunks.png(encoded, ANIMATION_OF_PNG).isPresent();
    }
    return WebpStructure.matches(encoded) && WebpStructure.isAnimated(encoded);
  }

  private static Optional<String> damage(byte[] encoded) {
    try {
      if (JpegStructure.matches(encoded)) {
        JpegStructure.inspect(encoded);
      } else if (PngStructure.matches(encoded)) {
        PngStructure.inspect(encoded);
      } else if (WebpStructure.matches(encoded) && WebpStructure.isTruncated(encoded)) {
        return Optional.of(
            "truncated WebP: its %d bytes end before it does".formatted(encoded.length));
      }
      return Optional.empty();
    } catch (UndecodableImageException e) {
      return Optional.of(e.getMessage());
    }
  }
}

package dev.frameloom.report;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.Pictures;
import java.util.Base64;

/**
 * A picture as a page holds it: encoded, which takes a tenth of the memory.
 *
 * @param width pixels
 * @param height pixels
 * @param uri address that holds the picture itself
 */
record ReportPicture(int width, int height, String uri) {

  private static final int QUALITY = 88;

  /** For what is like a photograph; scaled down to a width where it is wider. */
  static ReportPicture photograph(Picture picture, int most) {
    Picture small = picture;
    if (picture.width() > most) {
      int height = Math.max(1, Math.round(picture.height() * (float) most / picture.width()));
      small = Pictures.resize(picture, most, height);
    }
    return of(small, ImageEncoding.JPEG, "data:image/jpeg;base64,");
  }

  /** For pictures whose every pixel counts. */
  static ReportPicture exact(Picture picture) {
    return of(picture, ImageEncoding.PNG, "data:image/png;base64,");
  }

  private static ReportPicture of(Picture picture, ImageEncoding encoding, String prefix) {
    byte[] bytes = PictureCodec.encode(picture, encoding, QUALITY);
    return new ReportPicture(
        picture.width(), picture.height(), prefix + Base64.getEncoder().encodeToString(bytes));
  }
}

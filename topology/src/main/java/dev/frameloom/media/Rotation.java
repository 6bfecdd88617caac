package dev.frameloom.media;

import dev.frameloom.image.Picture;

/** Turns pictures upright. */
final class Rotation {

  private Rotation() {}

  /** The picture turned clockwise by quarter turns, 0 to 3; itself for 0. */
  static Picture turn(Picture picture, int quarterTurns) {
    if (quarterTurns == 0) {
      return picture;
    }
    boolean sideways = quarterTurns % 2 == 1;
    int width = sideways ? picture.height() : picture.width();
    int height = sideways ? picture.width() : picture.height();
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source =
            switch (quarterTurns) {
              case 1 -> (picture.height() - 1 - x) * picture.width() + y;
              case 2 -> (height - 1 - y) * width + (width - 1 - x);
              case 3 -> x * picture.width() + (picture.width() - 1 - y);
              default -> throw new IllegalArgumentException(quarterTurns + " quarter turns");
            };
        System.arraycopy(from, source * 3, to, (y * width + x) * 3, 3);
      }
    }
    return new Picture(width, height, to);
  }
}

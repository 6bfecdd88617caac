package dev.frameloom.image;

/**
 * How stored pixels are shown: first mirrored left to right or not, then turned clockwise. All
 * eight ways in which a rectangle can lie.
 *
 * @param mirrored whether left and right change places first
 * @param quarterTurns clockwise, 0 to 3
 */
public record Orientation(boolean mirrored, int quarterTurns) {

  /** Shown as it is stored. */
  public static final Orientation UPRIGHT = new Orientation(false, 0);

  public Orientation {
    if (quarterTurns < 0 || quarterTurns > 3) {
      throw new IllegalArgumentException("expected 0 to 3 quarter turns, found " + quarterTurns);
    }
  }

  /** The meaning of EXIF's orientation tag, 1 to 8; any other number means nothing. */
  public static Orientation ofExif(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(true, 0);
      case 3 -> new Orientation(false, 2);
      case 4 -> new Orientation(true, 2);
      case 5 -> new Orientation(true, 3);
      case 6 -> new Orientation(false, 1);
      case 7 -> new Orientation(true, 1);
      case 8 -> new Orientation(false, 3);
      default -> UPRIGHT;
    };
  }

  /** Whether width and height change places. */
  public boolean sideways() {
    return quarterTurns % 2 == 1;
  }

  /** A stored picture as it is shown; itself where that is the same. */
  public Picture apply(Picture stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    int width = sideways() ? stored.height() : stored.width();
    int height = sideways() ? stored.width() : stored.height();
    return new Picture(width, height, apply(stored.rgb(), stored.width(), stored.height(), 3));
  }

  /**
   * Stored pixels as they are shown.
   *
   * @param stored (H, W, channels)
   * @param width of what is stored
   * @param height of what is stored
   * @return (H, W, channels) of what is shown
   */
  byte[] apply(byte[] stored, int width, int height, int channels) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    byte[] shown = new byte[stored.length];
    int shownWidth = sideways() ? height : width;
    int shownHeight = sideways() ? width : height;
    for (int y = 0; y < shownHeight; y++) {
      for (int x = 0; x < shownWidth; x++) {
        int row =
            switch (quarterTurns) {
              case 0 -> y;
              case 1 -> height - 1 - x;
              case 2 -> height - 1 - y;
              default -> x;
            };
        int column =
            switch (quarterTurns) {
              case 0 -> x;
              case 1 -> y;
              case 2 -> width - 1 - x;
              default -> width - 1 - y;
            };
        int source = row * width + (mirrored ? width - 1 - column : column);
        System.arraycopy(
            stored, source * channels, shown, (y * shownWidth + x) * channels, channels);
      }
    }
    return shown;
  }
}

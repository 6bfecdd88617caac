package dev.frameloom.image;

/**
 * Lays what is transparent on white, as viewers and web pages show it. A colour that hides under
 * full transparency never shows; of what is half transparent, half is white.
 */
public final class Transparency {

  private static final int BACKGROUND = 255;

  private Transparency() {}

  /**
   * Flattens pixels.
   *
   * @param rgba (n, 4), colours not multiplied by their opacity
   * @param rgb (n, 3), filled
   * @return whether any pixel was transparent at all
   */
  public static boolean flatten(byte[] rgba, byte[] rgb) {
    boolean transparent = false;
    for (int from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
      int opacity = rgba[from + 3] & 0xff;
      transparent |= opacity < 255;
      for (int c = 0; c < 3; c++) {
        int sum = (rgba[from + c] & 0xff) * opacity + BACKGROUND * (255 - opacity);
        rgb[to + c] = (byte) ((sum + 127) / 255);
      }
    }
    return transparent;
  }
}

package dev.frameloom.image;

import java.util.Arrays;

/**
 * An 8-bit RGB picture, row-major and interleaved: {@code rgb[(y * width + x) * 3 + c]}. The array
 * is not copied: whoever makes a picture hands it over and leaves it alone.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param rgb (H, W, 3)
 */
public record Picture(int width, int height, byte[] rgb) {

  public Picture {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels");
    }
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "expected " + width + "x" + height + "x3 bytes, found " + rgb.length);
    }
  }

  /**
   * A picture of levels that are not whole, each rounded to the nearest.
   *
   * @param levels (H, W, 3), from 0 to 255
   */
  public static Picture rounded(int width, int height, float[] levels) {
    byte[] rgb = new byte[levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) (levels[i] + 0.5f);
    }
    return new Picture(width, height, rgb);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && width == that.width
        && height == that.height
        && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "Picture[" + width + "x" + height + "]";
  }
}

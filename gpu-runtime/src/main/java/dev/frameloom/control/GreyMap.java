package dev.frameloom.control;

/**
 * Grey levels, one byte a pixel, row-major; the array is not copied.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param levels (H, W)
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
public record GreyMap(int width, int height, byte[] levels) {

  public GreyMap {
    if (width < 1 || height < 1 || levels.length != width * height) {
      throw new IllegalArgumentException(
          "expected " + width + "x" + height + " bytes, found " + levels.length);
    }
  }
}

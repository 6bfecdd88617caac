package dev.frameloom.image;

/**
 * Numbers at pixels in single precision, row-major and interleaved: {@code values[(y * width + x) *
 * channels + c]}. The array is not copied: whoever makes a raster hands it over and leaves it
 * alone.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param channels 1 (grey) or 3 (RGB)
 * @param values (H, W, C); a colour is in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
public record Raster(int width, int height, int channels, float[] values) {

  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  public Raster {
    if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "expected at least 1x1 pixels of 1 or 3 channels, found %dx%d of %d"
              .formatted(width, height, channels));
    }
    if (values.length != width * height * channels) {
      throw new IllegalArgumentException(
          "expected %dx%dx%d numbers, found %d".formatted(width, height, channels, values.length));
    }
  }

  /** A picture's levels, divided by 255. */
  public static Raster of(Picture picture) {
    byte[] rgb = picture.rgb();
    float[] values = new float[rgb.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (rgb[i] & 0xff) / 255f;
    }
    return new Raster(picture.width(), picture.height(), 3, values);
  }

  /** An RGB raster as a picture: the nearest levels, what lies outside of [0, 1] cut off. */
  public Picture picture() {
    requireChannels(3);
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(Math.max(0, Math.min(1, values[i])) * 255f);
    }
    return new Picture(width, height, rgb);
  }

  /**
   * Brightness of RGB, (H, W, 3) to (H, W, 1): ITU-R BT.601's weights, on the values as they are.
   */
  public Raster luma() {
    requireChannels(3);
    float[] grey = new float[width * height];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = RED * values[3 * i] + GREEN * values[3 * i + 1] + BLUE * values[3 * i + 2];
    }
    return like(1, grey);
  }

  /** Other numbers at the same pixels. */
  public Raster like(int otherChannels, float[] otherValues) {
    return new Raster(width, height, otherChannels, otherValues);
  }

  private void requireChannels(int expected) {
    if (channels != expected) {
      throw new IllegalArgumentException("expected " + expected + " channels, found " + channels);
    }
  }
}

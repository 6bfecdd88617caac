package dev.frameloom.patch;

import dev.frameloom.image.Picture;

/**
 * Channels of 8 bits, row-major and interleaved: {@code values[(y * width + x) * channels + c]}.
 * The array is not copied: whoever makes one hands it over and leaves it alone.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param channels at least 1
 * @param values (H, W, C), 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // as Picture: handed over and left alone
public record Levels(int width, int height, int channels, byte[] values) {

  public Levels {
    if (width < 1 || height < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "expected at least 1x1 pixels of one channel, found %dx%d of %d"
              .formatted(width, height, channels));
    }
    if (values.length != width * height * channels) {
      throw new IllegalArgumentException(
          "expected %dx%dx%d levels, found %d".formatted(width, height, channels, values.length));
    }
  }

  /** A picture's red, green and blue. */
  public static Levels of(Picture picture) {
    return new Levels(picture.width(), picture.height(), 3, picture.rgb());
  }

  /** Three channels as a picture. */
  public Picture picture() {
    if (channels != 3) {
      throw new IllegalStateException("expected 3 channels, found " + channels);
    }
    return new Picture(width, height, values);
  }

  /**
   * Another size by bilinear samples at (s·x, s·y), s being the ratio of the widths, truncated.
   * Both axes take the ratio of the widths, and nothing is filtered: so EbSynth makes its pyramid.
   */
  Levels resampled(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return this;
    }
    byte[] result = new byte[newWidth * newHeight * channels];
    float scale = (float) width / newWidth;
    int at = 0;
    for (int y = 0; y < newHeight; y++) {
      float fromY = scale * y;
      int top = (int) fromY;
      float low = fromY - top;
      int row0 = Math.min(top, height - 1) * width;
      int row1 = Math.min(top + 1, height - 1) * width;
      for (int x = 0; x < newWidth; x++) {
        float fromX = scale * x;
        int left = (int) fromX;
        float right = fromX - left;
        int column0 = Math.min(left, width - 1);
        int column1 = Math.min(left + 1, width - 1);
        for (int c = 0; c < channels; c++) {
          float value =
              (1 - right) * (1 - low) * level(row0 + column0, c)
                  + right * (1 - low) * level(row0 + column1, c)
                  + (1 - right) * low * level(row1 + column0, c)
                  + right * low * level(row1 + column1, c);
          result[at++] = (byte) (int) value;
        }
      }
    }
    return new Levels(newWidth, newHeight, channels, result);
  }

  private int level(int pixel, int channel) {
    return values[pixel * channels + channel] & 0xff;
  }
}

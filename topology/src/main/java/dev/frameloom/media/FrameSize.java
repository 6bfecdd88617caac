package dev.frameloom.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wanted size in pixels; a side of 0 follows from the other and the aspect ratio, rounded to an
 * even number. With both sides given, the picture is stretched to them.
 *
 * @param width wanted width, or 0
 * @param height wanted height, or 0
 */
public record FrameSize(int width, int height) {

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,5})[xX×](-?\\d{1,5})");
  private static final int LARGEST = 16_384;

  public FrameSize {
    if (width < 0 || height < 0 || width > LARGEST || height > LARGEST || width + height == 0) {
      throw new IllegalArgumentException(
          "size " + width + "x" + height + ": sides are 1 to 16384, one may be 0");
    }
  }

  /** Reads {@code 512x288}, {@code 512x0} or {@code 512x-1}. */
  public static FrameSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "size \""
              + text
              + "\": expected WIDTHxHEIGHT, as in 512x512 or 512x0 (keeps the aspect)");
    }
    return new FrameSize(side(matcher.group(1)), side(matcher.group(2)));
  }

  private static int side(String text) {
    int side = Integer.parseInt(text);
    return side == -1 ? 0 : side;
  }

  /** This size for pictures of the given size: both sides at least 1. */
  FrameSize resolve(int sourceWidth, int sourceHeight) {
    if (width == 0) {
      return new FrameSize(even((double) height * sourceWidth / sourceHeight), height);
    }
    if (height == 0) {
      return new FrameSize(width, even((double) width * sourceHeight / sourceWidth));
    }
    return this;
  }

  private static int even(double side) {
    return Math.max(2, (int) Math.round(side / 2) * 2);
  }

  FrameSize turned() {
    return new FrameSize(/* width= */ height, /* height= */ width);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}

package dev.frameloom.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wanted size in pixels; a side of 0 follows from the other and the aspect ratio, rounded to an
 * even number. With both sides given, the picture is stretched to them.
 *
 * @param width wanted width, or 0
 * @param height wanted height, or 0
 * @param shorter where it is not 0, this is what the shorter side is to be, and both others are 0
 */
public record FrameSize(int width, int height, int shorter) {

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,5})[xX×](-?\\d{1,5})");
  private static final Pattern ONE_SIDE = Pattern.compile("\\d{1,5}");
  private static final int LARGEST = 16_384;

  public FrameSize {
    if (!(fits(width) && fits(height) && fits(shorter))
        || (shorter == 0 ? width + height == 0 : width + height > 0)) {
      throw new IllegalArgumentException(
          "size "
              + (shorter == 0 ? width + "x" + height : shorter)
              + ": sides are 1 to 16384, one may be 0");
    }
  }

  /** A size of which one side may be 0. */
  public FrameSize(int width, int height) {
    this(width, height, 0);
  }

  /** Reads {@code 512x288}, {@code 512x0}, {@code 512x-1}, or {@code 512} for the shorter side. */
  public static FrameSize parse(String text) {
    String stripped = text.strip();
    if (ONE_SIDE.matcher(stripped).matches()) {
      int side = Integer.parseInt(stripped);
      return side == 0 ? new FrameSize(0, 0) : new FrameSize(0, 0, side);
    }
    Matcher matcher = FORM.matcher(stripped);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "size \""
              + text
              + "\": expected WIDTHxHEIGHT, as in 512x512 or 512x0 (keeps the aspect), or the"
              + " shorter side alone, as in 512");
    }
    return new FrameSize(side(matcher.group(1)), side(matcher.group(2)));
  }

  private static boolean fits(int side) {
    return side >= 0 && side <= LARGEST;
  }

  private static int side(String text) {
    int side = Integer.parseInt(text);
    return side == -1 ? 0 : side;
  }

  /** This size for pictures of the given size, or of its aspect: both sides at least 1. */
  public FrameSize resolve(int sourceWidth, int sourceHeight) {
    if (shorter > 0) {
      if (sourceWidth == sourceHeight) {
        return new FrameSize(shorter, shorter);
      }
      boolean upright = sourceWidth < sourceHeight;
      FrameSize wanted = upright ? new FrameSize(shorter, 0) : new FrameSize(0, shorter);
      return wanted.resolve(sourceWidth, sourceHeight);
    }
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
    return shorter > 0 ? Integer.toString(shorter) : width + "x" + height;
  }
}

package dev.frameloom.flow;

import dev.frameloom.image.Picture;

/**
 * How much a frame differs from the one before it, warped to it: what a flow does not explain, as a
 * shadow that passes, or where it is wrong.
 *
 * @param width pixels in a row
 * @param height rows
 * @param values (H, W): means over the channels of |warped − now|, with levels from −1 to 1, so 0
 *     to 2
 */
public record Residual(int width, int height, float[] values) {

  /** The level that is 0 of −1 to 1, half of that between them. */
  private static final float ZERO = 127.5f;

  /** What a residual is multiplied by before it is taken off visibility. */
  private static final float WEIGHT = 5;

  /** What has to be left of it. */
  private static final float THRESHOLD = 0.6f;

  public Residual {
    if (width < 1 || height < 1 || values.length != width * height) {
      throw new IllegalArgumentException(
          "expected %dx%d residuals, found %d".formatted(width, height, values.length));
    }
  }

  /**
   * The residual of a pair of frames. Outside of a picture there is the middle grey, zero.
   *
   * @param before what is warped
   * @param now what it is compared with
   * @param flow on the grid of {@code now}, into {@code before}
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Residual of(Picture before, Picture now, FlowField flow) {
    int width = now.width();
    int height = now.height();
    if (before.width() != width
        || before.height() != height
        || flow.width() != width
        || flow.height() != height) {
      throw new IllegalArgumentException(
          "expected frames and flow of one size, found %s, %s and %s".formatted(before, now, flow));
    }
    float[] warped = Warp.sample(before, flow, ZERO);
    byte[] rgb = now.rgb();
    float[] residual = new float[width * height];
    for (int i = 0; i < residual.length; i++) {
      float sum = 0;
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        sum += Math.abs(warped[c] - (rgb[c] & 0xff));
      }
      residual[i] = sum / (3 * ZERO);
    }
    return new Residual(width, height, residual);
  }

  /**
   * Where WAVE's code warps: (1 − occluded) − 5 · residual above 0.6, which is what is visible and
   * has a residual below 0.08.
   *
   * @param occluded 1 where occluded, of {@link Occlusion#LENGTHS} to be as in its code
   * @return 1 where to warp, else 0
   * @throws IllegalArgumentException if the sizes differ
   */
  public Mask warpable(Mask occluded) {
    if (occluded.width() != width || occluded.height() != height) {
      throw new IllegalArgumentException(
          "expected a mask of %dx%d, found %s".formatted(width, height, occluded));
    }
    float[] warpable = new float[values.length];
    for (int i = 0; i < warpable.length; i++) {
      float rest = 1 - occluded.values()[i] - WEIGHT * values[i];
      warpable[i] = rest > THRESHOLD ? 1 : 0;
    }
    return new Mask(width, height, warpable);
  }
}

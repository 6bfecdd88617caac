package dev.frameloom.flow;

import java.util.BitSet;

/**
 * Which pixels of one picture are to be seen in another, by forward-backward consistency of the two
 * flows between them (Sundaram et al., ECCV 2010, with norms instead of their squares).
 *
 * @param width pixels in a row
 * @param height rows
 * @param pixels bit {@code y * width + x} is set where the pixel is visible
 */
public record Visibility(int width, int height, BitSet pixels) {

  private static final float RELATIVE = 0.01f;
  private static final float ABSOLUTE = 0.5f;

  /**
   * The pixels of the first picture that are visible in the second: the flow there ends inside of
   * it, and |f + b(x + f)| ≤ 0.01 · (|f| + |b|) + 0.5, with b(x + f) read bilinearly and |b| taken
   * at x itself.
   *
   * @param forward f, from the first picture to the second
   * @param backward b, from the second picture to the first
   */
  public static Visibility of(FlowField forward, FlowField backward) {
    int width = forward.width();
    int height = forward.height();
    if (backward.width() != width || backward.height() != height) {
      throw new IllegalArgumentException(
          "expected two flows of one size, found " + forward + " and " + backward);
    }
    float[] f = forward.vectors();
    float[] b = backward.vectors();
    BitSet pixels = new BitSet(width * height);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at += 2) {
        float u = x + f[at];
        float v = y + f[at + 1];
        boolean inside = u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1;
        if (!inside) {
          continue;
        }
        int left = (int) u;
        int top = (int) v;
        float right = u - left;
        float low = v - top;
        int a = (top * width + left) * 2;
        int step = left + 1 < width ? 2 : 0;
        int c = top + 1 < height ? a + width * 2 : a;
        float backX = bilinear(b[a], b[a + step], b[c], b[c + step], right, low);
        float backY = bilinear(b[a + 1], b[a + step + 1], b[c + 1], b[c + step + 1], right, low);
        float error = norm(f[at] + backX, f[at + 1] + backY);
        float allowed = RELATIVE * (norm(f[at], f[at + 1]) + norm(b[at], b[at + 1])) + ABSOLUTE;
        if (error <= allowed) {
          pixels.set(at / 2);
        }
      }
    }
    return new Visibility(width, height, pixels);
  }

  /** Whether a pixel is visible. */
  public boolean at(int x, int y) {
    return pixels.get(y * width + x);
  }

  /** The share of visible pixels, 0 to 1. */
  public double share() {
    return (double) pixels.cardinality() / ((double) width * height);
  }

  /**
   * Visibility with soft borders, as weights for blending: 1 minus what {@code occluded pixels,
   * dilated by a square and averaged over it} gives, and 0 at the occluded pixels themselves.
   *
   * @param radius of the square, in pixels
   * @return (H, W) from 0 to 1
   */
  public float[] soft(int radius) {
    int[] occluded = new int[width * height];
    for (int i = pixels.nextClearBit(0); i < occluded.length; i = pixels.nextClearBit(i + 1)) {
      occluded[i] = 1;
    }
    float[] spread = BoxFilter.mean(occluded, width, height, radius);
    int[] dilated = new int[occluded.length];
    for (int i = 0; i < dilated.length; i++) {
      dilated[i] = spread[i] > 0 ? 1 : 0;
    }
    float[] border = BoxFilter.mean(dilated, width, height, radius);
    for (int i = 0; i < border.length; i++) {
      border[i] = Math.max(0, 1 - border[i] - occluded[i]);
    }
    return border;
  }

  private static float bilinear(float a, float b, float c, float d, float right, float low) {
    return (1 - low) * ((1 - right) * a + right * b) + low * ((1 - right) * c + right * d);
  }

  private static float norm(float x, float y) {
    return (float) Math.sqrt(x * x + y * y);
  }
}

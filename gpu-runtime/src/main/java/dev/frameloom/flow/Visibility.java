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

  /**
   * The pixels of the first picture that are visible in the second: the flow there ends inside of
   * it, and |f + b(x + f)| ≤ 0.01 · (|f| + |b|) + 0.5, with b(x + f) read bilinearly and |b| taken
   * at x itself. That is {@link Occlusion#LENGTHS} without what leaves the picture by less than its
   * tolerance.
   *
   * @param forward f, from the first picture to the second
   * @param backward b, from the second picture to the first
   */
  public static Visibility of(FlowField forward, FlowField backward) {
    Consistency consistency = new Consistency(forward, backward);
    int width = forward.width();
    int height = forward.height();
    BitSet pixels = new BitSet(width * height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float u = x + forward.dx(x, y);
        float v = y + forward.dy(x, y);
        boolean inside = u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1;
        if (inside && consistency.ofLengths(x, y)) {
          pixels.set(y * width + x);
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
}

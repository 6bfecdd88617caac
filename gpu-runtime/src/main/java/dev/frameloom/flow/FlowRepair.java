package dev.frameloom.flow;

/**
 * Gives pixels whose flow is not to be trusted the flow of the trusted ones around them.
 *
 * <p>On plain ground, a clear sky say, nothing holds the flow: it may point anywhere, and the
 * source looks right all the same. The edited picture is not plain there, and what is warped along
 * such a flow has edges that nobody drew. The motion around is a better guess, there and behind
 * what has moved away.
 */
public final class FlowRepair {

  /** Of a square's pixels, so many have to be trusted for their mean to count. */
  private static final float ENOUGH = 0.25f;

  /** Steps of a pixel that flows are rounded to, so that sums are exact in any order. */
  private static final int STEPS = 64;

  /** A longer flow can't be told from an error, and sums of it might not fit. */
  private static final float LONGEST = 500;

  private FlowRepair() {}

  /**
   * The flow, with the vectors of pixels that are not visible replaced by the mean of the visible
   * ones in the smallest square around them that has enough. Squares double until one covers the
   * picture; where none has enough the vector stays.
   *
   * @param flow (H, W, 2)
   * @param visible which of its pixels are trusted, of the same size
   */
  public static FlowField fill(FlowField flow, Visibility visible) {
    int width = flow.width();
    int height = flow.height();
    float[] vectors = flow.vectors().clone();
    int[] trusted = new int[width * height];
    int[] x = new int[width * height];
    int[] y = new int[width * height];
    int open = 0;
    for (int i = 0; i < trusted.length; i++) {
      if (visible.pixels().get(i)) {
        trusted[i] = 1;
        x[i] = rounded(vectors[2 * i]);
        y[i] = rounded(vectors[2 * i + 1]);
      } else {
        open++;
      }
    }
    boolean[] filled = new boolean[trusted.length];
    int side = Math.max(width, height);
    for (int radius = Math.max(2, side / 64); open > 0 && radius < 2 * side; radius *= 2) {
      float[] share = BoxFilter.mean(trusted, width, height, radius);
      float[] meanX = BoxFilter.mean(x, width, height, radius);
      float[] meanY = BoxFilter.mean(y, width, height, radius);
      for (int i = 0; i < trusted.length; i++) {
        if (trusted[i] == 0 && !filled[i] && share[i] >= ENOUGH) {
          vectors[2 * i] = meanX[i] / share[i] / STEPS;
          vectors[2 * i + 1] = meanY[i] / share[i] / STEPS;
          filled[i] = true;
          open--;
        }
      }
    }
    return new FlowField(width, height, vectors);
  }

  private static int rounded(float value) {
    return Math.round(Math.max(-LONGEST, Math.min(LONGEST, value)) * STEPS);
  }
}

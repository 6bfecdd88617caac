package dev.frameloom.flow;

import dev.frameloom.image.Picture;
import java.util.BitSet;

/**
 * Backward warps that take the nearest pixel: the result has at (x, y) what is at (x + dx, y + dy),
 * rounded, halves to the even side, as grid_sample does. If not said otherwise, nothing is taken
 * from outside, nor along a flow that is not a number: pictures are black there and masks unset.
 */
public final class NearestWarp {

  private static final int OUTSIDE = -1;

  private NearestWarp() {}

  /**
   * Warps a picture.
   *
   * @param picture (H, W, 3)
   * @param flow (H, W, 2), on the result's grid, into the picture
   * @return (H, W, 3)
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Picture of(Picture picture, FlowField flow) {
    if (flow.width() != picture.width() || flow.height() != picture.height()) {
      throw new IllegalArgumentException(
          "expected a flow of %dx%d, found %dx%d"
              .formatted(picture.width(), picture.height(), flow.width(), flow.height()));
    }
    byte[] rgb = new byte[picture.rgb().length];
    for (int at = 0; at < rgb.length / 3; at++) {
      int from = source(flow, at);
      if (from != OUTSIDE) {
        System.arraycopy(picture.rgb(), 3 * from, rgb, 3 * at, 3);
      }
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  /**
   * Warps a picture so that all of the result comes from inside of it: from the nearest pixel of
   * the border where the flow leads outside, from the same place where it is not a number.
   *
   * @param picture (H, W, 3)
   * @param flow (H, W, 2), on the result's grid, into the picture
   * @return (H, W, 3)
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Picture inside(Picture picture, FlowField flow) {
    float[] vectors = flow.vectors().clone();
    for (int at = 0; at < vectors.length; at++) {
      int place = at % 2 == 0 ? at / 2 % flow.width() : at / 2 / flow.width();
      int last = (at % 2 == 0 ? flow.width() : flow.height()) - 1;
      float vector = Float.isNaN(vectors[at]) ? 0 : vectors[at];
      vectors[at] = Math.max(0, Math.min(last, place + vector)) - place;
    }
    return of(picture, new FlowField(flow.width(), flow.height(), vectors));
  }

  /**
   * Warps a mask.
   *
   * @param mask (H, W), of the flow's size
   * @param flow (H, W, 2), on the result's grid, into the mask
   * @return (H, W)
   */
  public static BitSet of(BitSet mask, FlowField flow) {
    int count = flow.width() * flow.height();
    BitSet warped = new BitSet(count);
    for (int at = 0; at < count; at++) {
      int from = source(flow, at);
      if (from != OUTSIDE && mask.get(from)) {
        warped.set(at);
      }
    }
    return warped;
  }

  /** Which pixel goes to a pixel. */
  private static int source(FlowField flow, int at) {
    int column = at % flow.width();
    int row = at / flow.width();
    double x = Math.rint(column + flow.dx(column, row));
    double y = Math.rint(row + flow.dy(column, row));
    boolean inside = x >= 0 && y >= 0 && x < flow.width() && y < flow.height();
    return inside ? ((int) y) * flow.width() + (int) x : OUTSIDE;
  }
}

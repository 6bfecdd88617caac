package dev.frameloom.flow;

import dev.frameloom.image.Picture;
import java.util.List;

/**
 * A motion of the whole picture that is known exactly, to tell how well a flow finds it: a turn and
 * a zoom about the picture's middle, then a shift. As with every camera, what comes into view was
 * not to be seen before; there the border is repeated.
 *
 * @param name for tables
 * @param dx pixels to the right
 * @param dy pixels downwards
 * @param degrees clockwise, as rows go down
 * @param zoom above 1 what is there grows
 */
public record KnownMotion(String name, double dx, double dy, double degrees, double zoom) {

  /** Those that every flow is shown. */
  public static final List<KnownMotion> STANDARD =
      List.of(
          new KnownMotion("still", 0, 0, 0, 1),
          new KnownMotion("shift (2.5, -1.25)", 2.5, -1.25, 0, 1),
          new KnownMotion("shift (12, 7)", 12, 7, 0, 1),
          new KnownMotion("turn 2°", 0, 0, 2, 1),
          new KnownMotion("zoom 1.05", 0, 0, 0, 1.05),
          new KnownMotion("zoom 0.95", 0, 0, 0, 0.95));

  public KnownMotion {
    if (!(zoom > 0) || Double.isInfinite(zoom)) {
      throw new IllegalArgumentException("expected a zoom above 0, found " + zoom);
    }
  }

  /** Where everything in a picture goes, on its own grid. */
  public FlowField flow(int width, int height) {
    double cos = Math.cos(Math.toRadians(degrees)) * zoom;
    double sin = Math.sin(Math.toRadians(degrees)) * zoom;
    return field(width, height, cos, -sin, sin, cos, dx, dy);
  }

  /** The picture after the motion, read bilinearly. */
  public Picture moved(Picture picture) {
    double cos = Math.cos(Math.toRadians(degrees)) / zoom;
    double sin = Math.sin(Math.toRadians(degrees)) / zoom;
    // back by the shift first, then back by the turn and the zoom
    double backX = -(cos * dx + sin * dy);
    double backY = -(-sin * dx + cos * dy);
    FlowField back = field(picture.width(), picture.height(), cos, sin, -sin, cos, backX, backY);
    return Warp.backward(picture, back);
  }

  /** From p to A · (p − middle) + middle + t, by rows of A. */
  private static FlowField field(
      int width,
      int height,
      double xx,
      double xy,
      double yx,
      double yy,
      double shiftX,
      double shiftY) {
    float[] vectors = new float[2 * width * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = x - (width - 1) / 2.0;
        double v = y - (height - 1) / 2.0;
        vectors[at++] = (float) (xx * u + xy * v + shiftX - u);
        vectors[at++] = (float) (yx * u + yy * v + shiftY - v);
      }
    }
    return new FlowField(width, height, vectors);
  }
}

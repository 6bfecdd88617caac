package dev.frameloom.media;

import dev.frameloom.image.Orientation;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a container says that its pictures are shown: stored (x, y) goes to (ax + cy, bx + dy), y
 * downwards.
 *
 * @param orientation the nearest of the eight ways in which a rectangle can lie
 * @param exact whether that is what the matrix says, but for scaling
 */
record DisplayMatrix(Orientation orientation, boolean exact) {

  static final DisplayMatrix NONE = new DisplayMatrix(Orientation.UPRIGHT, true);

  /** A degree: an angle that is farther from a quarter turn is another angle. */
  private static final double TOLERANCE = Math.PI / 180;

  /** Reads FFmpeg's nine numbers (a, b, u, c, d, v, x, y, w), of which a to d are 16.16. */
  static DisplayMatrix of(BytePointer data) {
    try (IntPointer numbers = new IntPointer(data)) {
      return of(numbers.get(0), numbers.get(1), numbers.get(3), numbers.get(4));
    }
  }

  static DisplayMatrix of(int a, int b, int c, int d) {
    double determinant = (double) a * d - (double) b * c;
    if (determinant == 0) {
      return new DisplayMatrix(Orientation.UPRIGHT, false);
    }
    boolean mirrored = determinant < 0;
    int sign = mirrored ? -1 : 1;
    // where the stored x axis points, and where the y axis does; both must have turned alike
    double angle = Math.atan2((double) sign * b, (double) sign * a);
    double other = Math.atan2(-(double) c, d);
    long turns = Math.round(angle / (Math.PI / 2));
    double off = Math.abs(angle - turns * Math.PI / 2);
    double skew = Math.abs(Math.IEEEremainder(angle - other, 2 * Math.PI));
    return new DisplayMatrix(
        new Orientation(mirrored, (int) Math.floorMod(turns, 4L)),
        off <= TOLERANCE && skew <= TOLERANCE);
  }
}

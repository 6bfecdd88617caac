package dev.frameloom.propagate;

/**
 * What each guide of an interpolation weighs against the style's own weight of 1, for all three of
 * its channels together; 0 leaves a guide out, but not all of them.
 *
 * @param colour the source frames
 * @param edge their edges
 * @param temporal the frame painted before, warped
 * @param position the place in the keyframe, warped from frame to frame
 */
public record GuideWeights(double colour, double edge, double temporal, double position) {

  public GuideWeights {
    require("colour", colour);
    require("edge", edge);
    require("temporal", temporal);
    require("position", position);
    if (colour + edge + temporal + position == 0) {
      throw new IllegalArgumentException(
          "expected a guide with a weight above 0, found 0 for all of them");
    }
  }

  /** Rerender-A-Video's, which WAVE has taken over. */
  public static GuideWeights defaults() {
    return new GuideWeights(6, 0.5, 0.5, 2);
  }

  private static void require(String name, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a weight of 0 or more for guide %s, found %s".formatted(name, weight));
    }
  }
}

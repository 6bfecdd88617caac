package dev.frameloom.patch;

/**
 * One of the things that tell which place of the style belongs to a place of the result: the same
 * property of both.
 *
 * @param source on the style's grid
 * @param target on the result's grid, with as many channels
 * @param weight above 0, for all channels together
 */
public record Guide(Levels source, Levels target, double weight) {

  public Guide {
    if (source.channels() != target.channels()) {
      throw new IllegalArgumentException(
          "a guide has as many channels on both sides, found %d and %d"
              .formatted(source.channels(), target.channels()));
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a guide's weight must be above 0, found " + weight);
    }
  }
}

package dev.frameloom.pipeline;

import dev.frameloom.control.ControlNet;
import dev.frameloom.image.Picture;

/**
 * A picture that steers, by way of a ControlNet.
 *
 * @param net made for the model, which stays the caller's to close
 * @param picture what the net looks at, edges for instance; of the size of the pictures
 * @param scale how strongly, 1 as trained
 * @param from share of the steps before which it does not take part, 0 to 1
 * @param to share of the steps after which it does not
 */
public record ControlPicture(
    ControlNet net, Picture picture, double scale, double from, double to) {

  public ControlPicture {
    if (!(from >= 0 && from < to && to <= 1)) {
      throw new IllegalArgumentException(
          "expected shares with 0 <= from < to <= 1, found " + from + " and " + to);
    }
  }

  /** Steers in all steps, as strongly as trained. */
  public static ControlPicture of(ControlNet net, Picture picture) {
    return new ControlPicture(net, picture, 1, 0, 1);
  }

  /** Whether it takes part in a step: where the whole step lies in its share. */
  boolean takesPart(int index, int steps) {
    return (double) index / steps >= from && (index + 1.0) / steps <= to;
  }
}

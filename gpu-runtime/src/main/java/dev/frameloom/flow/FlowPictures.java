package dev.frameloom.flow;

import dev.frameloom.image.Picture;
import java.util.List;

/** Checks of what pictures must have in common for flow to be found between them. */
public final class FlowPictures {

  private FlowPictures() {}

  /** Refuses two pictures of different sizes. */
  public static void checkSizes(Picture from, Picture to) {
    if (from.width() != to.width() || from.height() != to.height()) {
      throw new IllegalArgumentException(
          "flow needs two pictures of one size, found %dx%d and %dx%d"
              .formatted(from.width(), from.height(), to.width(), to.height()));
    }
  }

  /** Refuses lists of different lengths. */
  public static void checkPaired(List<Picture> from, List<Picture> to) {
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "flow needs as many pictures to go to as to come from, found %d and %d"
              .formatted(to.size(), from.size()));
    }
  }
}

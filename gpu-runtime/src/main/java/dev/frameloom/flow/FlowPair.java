package dev.frameloom.flow;

/**
 * Flow between two pictures, both ways.
 *
 * @param forward from the first to the second, on the first one's grid
 * @param backward from the second to the first, on the second one's grid
 */
public record FlowPair(FlowField forward, FlowField backward) {

  public FlowPair {
    if (forward.width() != backward.width() || forward.height() != backward.height()) {
      throw new IllegalArgumentException(
          "expected flow both ways between pictures of one size, found %s and %s"
              .formatted(forward, backward));
    }
  }

  /** The same with the pictures' places changed. */
  public FlowPair reversed() {
    return new FlowPair(backward, forward);
  }
}

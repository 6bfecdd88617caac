package dev.frameloom.evaluate;

import dev.frameloom.style.Style;

/**
 * Measures of one edited frame.
 *
 * @param wanted the style that was asked for
 * @param match how near it comes to each style
 * @param edgeCorrelation of its edges with the source's, −1 to 1
 * @param filterEdgeCorrelation of the edges of what the wanted style's filter makes of the source
 * @param energy of its gradient by that of what the wanted style's filter makes of the source
 */
public record EditScore(
    Style wanted,
    StyleMatch match,
    double edgeCorrelation,
    double filterEdgeCorrelation,
    double energy) {

  /**
   * The least correlation of edges that hold. Of 54 edits by the shipped model that were nearest to
   * their style those that show what is in the frame had 0.34 and more; one that had lost its
   * subject had 0.24.
   */
  static final double LEAST_CORRELATION = 0.3;

  /**
   * The least energy of edges that hold. The same edits had 0.15 and more, and one that had lost
   * its subject 0.11. What the filters make of three frames, blurred by 8 pixels of 192, had up to
   * 0.11, and up to 0.04 in a third of the contrast; a blank has none.
   */
  static final double LEAST_ENERGY = 0.125;

  /**
   * Whether there is something to see: edges where the source has them or the style's filter puts
   * them, and not next to nothing in strength. A pale blank is as near to a watercolour as many a
   * watercolour.
   */
  public boolean holdsEdges() {
    double nearer = Math.max(edgeCorrelation, match.to().get(wanted).edges());
    return nearer >= LEAST_CORRELATION && energy >= LEAST_ENERGY;
  }

  /** Whether it is what was asked for: nearest to that style, and something to see. */
  public boolean adheres() {
    return match.nearest() == wanted && holdsEdges();
  }
}

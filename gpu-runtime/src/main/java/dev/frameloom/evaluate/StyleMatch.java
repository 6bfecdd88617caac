package dev.frameloom.evaluate;

import dev.frameloom.style.Style;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How near an edited frame comes to what the filter of each style makes of its source. Of styles
 * that are equally near, the one that is listed first counts as nearest.
 *
 * @param to every style, the photo included
 */
public record StyleMatch(Map<Style, Likeness> to) {

  /** How many decibels a full correlation of edges counts as. */
  private static final double EDGE_WEIGHT = 10;

  public StyleMatch {
    EnumMap<Style, Likeness> copy = new EnumMap<>(to);
    if (copy.size() != Style.values().length) {
      throw new IllegalArgumentException("expected every style, found " + copy.keySet());
    }
    to = copy;
  }

  /**
   * Nearness to one style.
   *
   * @param psnr dB
   * @param edges correlation of the edge maps, −1 to 1
   */
  public record Likeness(double psnr, double edges) {

    /** Both in one number. */
    public double score() {
      return psnr + EDGE_WEIGHT * edges;
    }
  }

  /** The style that a frame is taken for: that of the greatest score. */
  public Style nearest() {
    return nearest(Likeness::score);
  }

  /** By colours alone. */
  public Style nearestByPsnr() {
    return nearest(Likeness::psnr);
  }

  /** By edges alone. */
  public Style nearestByEdges() {
    return nearest(Likeness::edges);
  }

  private Style nearest(ToDoubleFunction<Likeness> measure) {
    Comparator<Style> byMeasure =
        Comparator.comparingDouble(style -> measure.applyAsDouble(to.get(style)));
    // max gives the last of equals, so that the order is turned round
    return to.keySet().stream()
        .max(byMeasure.thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }
}

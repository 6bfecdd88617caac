package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import java.util.OptionalDouble;

/**
 * Whether an edit shows the shapes of its source, and how sharply: what a warp error is to be read
 * with, since nothing is as steady as a blur or a blank. A copy has 1, 1 and 1. A blurred one has
 * energies far below 1; a blank, or one that lost its subject, a low correlation as well; grain has
 * high frequencies above 1 and a lower correlation.
 *
 * @param edgeCorrelation how far edges are where the source's are, −1 to 1, by {@link
 *     EdgeMap#correlation}; empty where the source has none
 * @param sobelRatio energy of the gradient by the source's, at least 0, by {@link Sharpness}
 * @param highFrequencyRatio energy of high frequencies by the source's, at least 0
 */
public record Detail(OptionalDouble edgeCorrelation, double sobelRatio, double highFrequencyRatio) {

  /**
   * That of one edited picture.
   *
   * @throws IllegalArgumentException for pictures of different sizes
   */
  public static Detail between(Picture source, Picture edited) {
    return new DetailMeter().add(source, edited);
  }
}

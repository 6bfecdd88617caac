package dev.frameloom.patch;

import java.util.Arrays;
import java.util.List;

/**
 * The weights of what is compared, as whole numbers: so errors are exact sums, whatever order they
 * are added in.
 *
 * @param side of a patch in pixels
 * @param unit what an error of 1 is in the weights' measure
 * @param weights (G), one for each group of up to three channels: the style's, then the guides'
 */
@SuppressWarnings("ArrayRecordComponent") // made here alone, and never changed
record ErrorScale(int side, int unit, int[] weights) {

  /**
   * Of each channel the same share of its guide's weight; the largest error there is fits an int.
   */
  static ErrorScale of(SynthesisSettings settings, List<Guide> guides) {
    double total = settings.styleWeight() + guides.stream().mapToDouble(Guide::weight).sum();
    double most = (double) settings.patch() * settings.patch() * 255 * 255 * total;
    int unit = (int) ((Integer.MAX_VALUE - 1) / (most * 1.01)); // weights are rounded, not cut
    if (unit < 1) {
      throw new IllegalArgumentException(
          "the weights of style and guides add up to %s, which is too much for patches of %d pixels"
              .formatted(total, settings.patch()));
    }
    int[] weights = new int[0];
    weights = with(weights, 3, settings.styleWeight() * unit);
    for (Guide guide : guides) {
      weights = with(weights, guide.target().channels(), guide.weight() * unit);
    }
    return new ErrorScale(settings.patch(), unit, weights);
  }

  private static int[] with(int[] weights, int channels, double weight) {
    int[] longer = Arrays.copyOf(weights, weights.length + groups(channels));
    Arrays.fill(longer, weights.length, longer.length, (int) Math.round(weight / channels));
    return longer;
  }

  /** How many groups of up to three channels. */
  static int groups(int channels) {
    return (channels + 2) / 3;
  }
}

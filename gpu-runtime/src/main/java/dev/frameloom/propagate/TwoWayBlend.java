package dev.frameloom.propagate;

import dev.frameloom.image.Picture;
import dev.frameloom.propagate.LabPlanes.Rounding;
import java.util.BitSet;

/**
 * Makes one frame of two paintings of it. Needs some 140 bytes a pixel while it works.
 *
 * @param variant how solutions are rounded
 * @param poisson whether the chosen pixels' gradients are put back
 */
record TwoWayBlend(Variant variant, boolean poisson) {

  /**
   * Blends.
   *
   * @param choice which pixels are the second one's
   * @param position 0 for the first painting alone, 1 for the second
   */
  Picture blend(Picture first, Picture second, BitSet choice, double position) {
    Picture selected = HistogramBlend.selected(first, second, choice);
    Picture mixed =
        HistogramBlend.blend(first, second, selected, position).picture(Rounding.NEAREST);
    return poisson
        ? PoissonBlend.blend(first, second, choice, mixed).picture(variant.rounding())
        : mixed;
  }
}

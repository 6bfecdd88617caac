package dev.frameloom.propagate;

import dev.frameloom.image.Picture;
import java.util.BitSet;

/**
 * A mean of two pictures that keeps their contrast. A plain mean of two textures that are out of
 * phase is flat; this one is stretched to the mean and the standard deviation of a picture that
 * takes each pixel of either (Heitz and Neyret, 2018, in the form that Rerender-A-Video uses: in
 * Lab, channel by channel).
 */
final class HistogramBlend {

  /** What both are brought to before they are mixed. */
  private static final Moments COMMON = new Moments(128, 256.0 / 36);

  private HistogramBlend() {}

  /**
   * Blends two pictures of one size.
   *
   * @param selected one that takes each of its pixels of either; gives the statistics
   * @param position 0 for the first picture alone, 1 for the second
   * @return not rounded, and not cut to what bytes can hold
   */
  static LabPlanes blend(Picture first, Picture second, Picture selected, double position) {
    LabPlanes a = LabPlanes.of(first);
    LabPlanes b = LabPlanes.of(second);
    LabPlanes statistics = LabPlanes.of(selected);
    double[][] values = new double[LabPlanes.CHANNELS][];
    for (int channel = 0; channel < values.length; channel++) {
      values[channel] =
          blend(
              a.values()[channel],
              b.values()[channel],
              Moments.of(statistics.values()[channel]),
              position);
    }
    return new LabPlanes(a.width(), a.height(), values);
  }

  private static double[] blend(double[] a, double[] b, Moments wanted, double position) {
    Moments ofA = Moments.of(a);
    Moments ofB = Moments.of(b);
    double[] mixed = new double[a.length];
    for (int i = 0; i < mixed.length; i++) {
      double mean = (1 - position) * ofA.moved(a[i], COMMON) + position * ofB.moved(b[i], COMMON);
      mixed[i] = (mean - COMMON.mean()) / 0.5 + COMMON.mean();
    }
    Moments ofMixed = Moments.of(mixed);
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = ofMixed.moved(mixed[i], wanted);
    }
    return mixed;
  }

  /** The first picture, with some pixels of the second. */
  static Picture selected(Picture first, Picture second, BitSet fromSecond) {
    byte[] rgb = first.rgb().clone();
    for (int i = fromSecond.nextSetBit(0); i >= 0; i = fromSecond.nextSetBit(i + 1)) {
      System.arraycopy(second.rgb(), 3 * i, rgb, 3 * i, 3);
    }
    return new Picture(first.width(), first.height(), rgb);
  }
}

package dev.frameloom.metric;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.Warp;
import dev.frameloom.image.Picture;
import java.util.BitSet;
import java.util.OptionalDouble;

/** How far a frame is from the frame before it, laid over it along a flow. */
public final class AlignedError {

  private AlignedError() {}

  /**
   * The mean squared difference of RGB in [0, 1].
   *
   * @param earlier (H, W, 3), what is warped
   * @param later (H, W, 3), what it is compared with
   * @param back (H, W, 2), from the later frame to the earlier one
   * @param pixels which of the later frame's pixels count
   * @return 0 to 1; empty where no pixel counts
   */
  public static OptionalDouble between(
      Picture earlier, Picture later, FlowField back, BitSet pixels) {
    if (pixels.isEmpty()) {
      return OptionalDouble.empty();
    }
    float[] warped = Warp.sample(earlier, back);
    byte[] rgb = later.rgb();
    double squares = 0;
    for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        double difference = ((rgb[c] & 0xff) - warped[c]) / 255.0;
        squares += difference * difference;
      }
    }
    return OptionalDouble.of(squares / (3.0 * pixels.cardinality()));
  }
}

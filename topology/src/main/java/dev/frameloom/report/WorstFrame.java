package dev.frameloom.report;

import dev.frameloom.flow.Warp;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.Detail;
import dev.frameloom.metric.FrameMotion;
import java.util.BitSet;

/**
 * A frame that differs much from the one before, moved to where that went.
 *
 * @param frame number of the later frame
 * @param seconds when it is shown
 * @param error warp error between the two
 * @param shown what the later frame shows of its source
 * @param share of the pixels that were compared, 0 to 1
 * @param warped the edited frame before, moved along the source's flow
 * @param edited the later frame
 * @param difference of the two, {@value #GAIN} times as large, grey; what one of the source's
 *     frames alone shows, and so does not count, is blue
 */
record WorstFrame(
    long frame,
    double seconds,
    double error,
    Detail shown,
    double share,
    ReportPicture warped,
    ReportPicture edited,
    ReportPicture difference) {

  static final int GAIN = 4;

  private static final int WIDTH = 480;
  private static final byte[] NOT_COMPARED = {40, 70, (byte) 140};

  static WorstFrame of(
      FramePair before, FramePair after, FrameMotion motion, double error, Detail shown) {
    Picture warped = Warp.backward(before.edited(), motion.back());
    BitSet visible = motion.visible().pixels();
    return new WorstFrame(
        after.index(),
        after.seconds(),
        error,
        shown,
        motion.visible().share(),
        ReportPicture.photograph(warped, WIDTH),
        ReportPicture.photograph(after.edited(), WIDTH),
        ReportPicture.photograph(difference(warped, after.edited(), visible), WIDTH));
  }

  private static Picture difference(Picture a, Picture b, BitSet visible) {
    byte[] rgb = new byte[a.rgb().length];
    for (int i = 0; i < rgb.length / 3; i++) {
      if (!visible.get(i)) {
        System.arraycopy(NOT_COMPARED, 0, rgb, 3 * i, 3);
        continue;
      }
      int sum = 0;
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        sum += Math.abs((a.rgb()[c] & 0xff) - (b.rgb()[c] & 0xff));
      }
      byte grey = (byte) Math.min(255, GAIN * sum / 3);
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        rgb[c] = grey;
      }
    }
    return new Picture(a.width(), a.height(), rgb);
  }
}

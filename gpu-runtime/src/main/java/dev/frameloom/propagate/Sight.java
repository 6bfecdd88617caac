package dev.frameloom.propagate;

import dev.frameloom.flow.BoxFilter;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.FlowRepair;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.flow.Visibility;
import dev.frameloom.flow.Warp;
import dev.frameloom.image.Picture;

/**
 * What a frame sees of a keyframe. Two things are asked of every pixel: do the flows there and back
 * agree (so it is not occluded), and does the keyframe's <em>source</em>, warped, look like the
 * frame's? The second catches flow that is consistently wrong, and forgives flow that is
 * inconsistent where it does not matter: on plain ground. Weighing by both instead of the first
 * alone gains 2 dB where source frames of a running person are made of neighbours two to four
 * frames away.
 *
 * @param flow (H, W, 2) from the frame to the keyframe
 * @param seen (H, W) from 0 (occluded) to 1
 * @param trust (H, W) weight for blending, above 0
 */
@SuppressWarnings("ArrayRecordComponent")
record Sight(FlowField flow, float[] seen, float[] trust) {

  /** Difference in levels at which a look-alike counts half. */
  private static final float HALF_ALIKE = 10;

  /** Levels by which the surroundings' flow may look worse and still be taken. */
  private static final float AS_RIGHT = 3;

  /** What an occluded pixel that looks right is worth against a visible one. */
  private static final float OCCLUDED = 0.3f;

  static Sight of(Picture keyframe, Picture frame, OpticalFlow flow) {
    FlowPair pair = flow.pair(frame, keyframe);
    FlowField there = pair.forward();
    int softness = softness(frame);
    Visibility consistent = Visibility.of(there, pair.backward());
    float[] visible = consistent.soft(softness);
    float[] difference = difference(keyframe, frame, there, softness);
    // plain ground looks right along any flow: where the flows disagree, that of the surroundings
    // is taken if the frame looks as right along it
    FlowField around = FlowRepair.fill(there, consistent);
    float[] aroundDifference = difference(keyframe, frame, around, softness);
    float[] vectors = there.vectors().clone();
    float[] seen = new float[visible.length];
    float[] trust = new float[visible.length];
    for (int i = 0; i < seen.length; i++) {
      if (aroundDifference[i] <= difference[i] + AS_RIGHT) {
        difference[i] = aroundDifference[i];
        vectors[2 * i] = around.vectors()[2 * i];
        vectors[2 * i + 1] = around.vectors()[2 * i + 1];
      }
      // Not an exponential: those differ by an ulp between processors.
      float square = difference[i] * difference[i] / (HALF_ALIKE * HALF_ALIKE);
      float likeness = 1 / (1 + square * square);
      seen[i] = Math.max(visible[i], likeness);
      trust[i] = Math.max(visible[i], OCCLUDED) * likeness;
    }
    return new Sight(new FlowField(there.width(), there.height(), vectors), seen, trust);
  }

  /** (H, W) mean absolute difference of the sources, averaged over a small square. */
  private static float[] difference(Picture keyframe, Picture frame, FlowField flow, int radius) {
    float[] warped = Warp.sample(keyframe, flow);
    byte[] rgb = frame.rgb();
    int[] difference = new int[rgb.length / 3];
    for (int i = 0, c = 0; i < difference.length; i++, c += 3) {
      float sum =
          Math.abs(warped[c] - (rgb[c] & 0xff))
              + Math.abs(warped[c + 1] - (rgb[c + 1] & 0xff))
              + Math.abs(warped[c + 2] - (rgb[c + 2] & 0xff));
      difference[i] = Math.round(sum / 3);
    }
    return BoxFilter.mean(difference, frame.width(), frame.height(), radius);
  }

  /** Four pixels for 512x512, as in Rerender-A-Video's masks, and in proportion elsewhere. */
  private static int softness(Picture picture) {
    return Math.max(1, Math.round(Math.min(picture.width(), picture.height()) / 128f));
  }
}

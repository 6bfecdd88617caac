package dev.frameloom.propagate;

import dev.frameloom.flow.Warp;
import dev.frameloom.image.Picture;

/**
 * How a frame is made of the edits of the keyframes beside it. Holds 32 bytes a pixel. Immutable;
 * thread-safe.
 */
public final class BlendPlan {

  /** Below this a pixel counts as unseen by a keyframe. */
  private static final float SEEN = 0.5f;

  private final int width;
  private final int height;
  private final Sight before;
  private final Sight after;
  private final float position;

  BlendPlan(int width, int height, Sight before, Sight after, float position) {
    this.width = width;
    this.height = height;
    this.before = before;
    this.after = after;
    this.position = position;
  }

  /** The share of the frame's pixels that neither keyframe sees, 0 to 1. */
  public double unseenShare() {
    int unseen = 0;
    for (int i = 0; i < width * height; i++) {
      unseen += seen(i) < SEEN ? 1 : 0;
    }
    return (double) unseen / (width * height);
  }

  /**
   * The frame, of the keyframes' edits alone. Where neither sees a pixel it gets what looks least
   * wrong.
   */
  public Picture blend(Picture editedBefore, Picture editedAfter) {
    return Picture.rounded(width, height, levels(editedBefore, editedAfter));
  }

  /**
   * The frame, of the keyframes' edits where they see it and of the frame's own edit where they
   * don't, with soft seams.
   */
  public Picture blend(Picture editedBefore, Picture editedAfter, Picture own) {
    float[] levels = levels(editedBefore, editedAfter);
    byte[] filling = checked(own).rgb();
    for (int i = 0; i < levels.length; i++) {
      levels[i] += (1 - seen(i / 3)) * ((filling[i] & 0xff) - levels[i]);
    }
    return Picture.rounded(width, height, levels);
  }

  private float seen(int pixel) {
    return Math.max(before.seen()[pixel], after.seen()[pixel]);
  }

  private float[] levels(Picture editedBefore, Picture editedAfter) {
    float[] first = Warp.sample(checked(editedBefore), before.flow());
    float[] second = Warp.sample(checked(editedAfter), after.flow());
    for (int i = 0; i < width * height; i++) {
      float weight = (1 - position) * before.trust()[i];
      float share = weight / (weight + position * after.trust()[i]);
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        first[c] = share * first[c] + (1 - share) * second[c];
      }
    }
    return first;
  }

  private Picture checked(Picture picture) {
    if (picture.width() != width || picture.height() != height) {
      throw new IllegalArgumentException(
          "expected %dx%d pixels, found %s".formatted(width, height, picture));
    }
    return picture;
  }
}

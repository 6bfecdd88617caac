package dev.frameloom.propagate;

import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;

/**
 * Makes frames between two edited keyframes: both are warped to the frame along the optical flow of
 * the <em>source</em>, and blended by distance in time and by what each is worth at a pixel. What
 * is seen where depends on the sources alone, so it is planned before anything is edited.
 *
 * <p>A pure function of the pictures; an object for one thread, which does not close the flow that
 * it is given.
 */
public final class FlowBlend {

  private final OpticalFlow flow;

  /** Blends along the flow that this finds. */
  public FlowBlend(OpticalFlow flow) {
    this.flow = flow;
  }

  /**
   * Plans a frame between two keyframes, all three given as sources of one size.
   *
   * @param before the keyframe before it
   * @param after the keyframe after it
   * @param frame the frame itself
   * @param position where it lies between them, 0 (before) to 1 (after)
   */
  public BlendPlan plan(Picture before, Picture after, Picture frame, double position) {
    if (!(position >= 0 && position <= 1)) {
      throw new IllegalArgumentException("position must be 0 to 1, found " + position);
    }
    return new BlendPlan(
        frame.width(),
        frame.height(),
        Sight.of(before, frame, flow),
        Sight.of(after, frame, flow),
        (float) position);
  }
}

package dev.frameloom.metric;

import dev.frameloom.flow.OpticalFlow;
import java.util.BitSet;

/**
 * Rerender-A-Video's Pixel-MSE: the mean squared difference of neighbouring edited frames, aligned
 * by the flow of the source, of RGB in [0, 1]. It is {@link WarpError} without the mask of
 * occlusions: all pixels count whose flow ends inside of the picture, since nothing lies beyond its
 * edge to be aligned with. Pixels whose flow is not a number don't count.
 *
 * <p>A frame has no error where it is the first one, the first after a cut or of another size, or
 * where no pixel counts. Neither paper nor code says how colours are scaled; figures of others may
 * be larger by a constant.
 */
public final class PixelMse extends NeighbourMeter {

  /** A meter that finds motion by this flow, and takes it over: close() closes it. */
  public PixelMse(OpticalFlow flow) {
    super(new SourceMotion(flow), true);
  }

  /** A meter that shares motion with others, and leaves it open. */
  public PixelMse(SourceMotion shared) {
    super(shared, false);
  }

  @Override
  BitSet counted(FrameMotion between) {
    return between.inside();
  }
}

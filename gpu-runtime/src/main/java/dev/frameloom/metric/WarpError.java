package dev.frameloom.metric;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.OpticalFlow;
import java.util.BitSet;

/**
 * How steadily an edited video follows the motion of its source. For each pair of neighbouring
 * frames, the edited frame t is warped to t + 1 along the flow of the <em>source</em>; the mean
 * squared difference to the edited frame t + 1, of RGB in [0, 1] and over the pixels that both
 * source frames see, is the pair's error. Less is steadier; the source itself scores what flow and
 * interpolation can't explain. TokenFlow's table is of this figure with RAFT's flow, times 1000: a
 * figure is to be compared with others by the same flow only.
 *
 * <p>A frame has no error where it is the first one, the first after a cut or of another size, or
 * where no pixel is visible in both. Where a flow is not a number nothing is visible.
 */
public final class WarpError extends NeighbourMeter {

  /** A meter that finds motion by {@link DisFlow}, in native buffers of its own. */
  public WarpError() {
    this(new DisFlow());
  }

  /** A meter that finds motion by this flow, and takes it over: close() closes it. */
  public WarpError(OpticalFlow flow) {
    super(new SourceMotion(flow), true);
  }

  /** A meter that shares motion with others, and leaves it open. */
  public WarpError(SourceMotion shared) {
    super(shared, false);
  }

  @Override
  BitSet counted(FrameMotion between) {
    return between.visible().pixels();
  }
}

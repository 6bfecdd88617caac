package dev.frameloom.metric;

import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.flow.Visibility;
import dev.frameloom.image.Picture;
import java.util.Optional;

/**
 * The motion between frames of a source, found once however many meters ask for it: flow costs more
 * than all that is done with it. Keeps the latest answer only. For one thread.
 */
public final class SourceMotion implements AutoCloseable {

  private final OpticalFlow flow;
  private Optional<Answer> latest = Optional.empty();

  private record Answer(Picture earlier, Picture later, FrameMotion motion) {

    /** The very same pictures: to compare their pixels would be right, and take as long. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Picture first, Picture second) {
      return earlier == first && later == second;
    }
  }

  /** Finds motion by this flow, and takes it over: {@link #close} closes it. */
  public SourceMotion(OpticalFlow flow) {
    this.flow = flow;
  }

  /** The motion between two frames of one size. */
  public FrameMotion between(Picture earlier, Picture later) {
    if (latest.isEmpty() || !latest.get().isOf(earlier, later)) {
      FlowPair pair = flow.pair(later, earlier);
      FrameMotion motion =
          new FrameMotion(pair.forward(), Visibility.of(pair.forward(), pair.backward()));
      latest = Optional.of(new Answer(earlier, later, motion));
    }
    return latest.get().motion();
  }

  @Override
  public void close() {
    flow.close();
  }
}

package dev.frameloom.bench.motion;

import dev.frameloom.flow.OpticalFlow;
import java.util.List;

/** Every flow, from one frame to the next, and both ways. */
final class FlowRows implements RowSource {

  private final List<Flows> flows;
  private final int threads;

  FlowRows(List<Flows> flows, int threads) {
    this.flows = List.copyOf(flows);
    this.threads = threads;
  }

  @Override
  public String part() {
    return "flow";
  }

  @Override
  public void measure(MotionFrames frames, Stopwatch stopwatch) {
    for (Flows each : flows) {
      try (OpticalFlow flow = each.opened().get()) {
        stopwatch.time(
            each.name(), threads, () -> flow.between(frames.picture(0), frames.picture(1)));
        stopwatch.time(
            each.name() + ", both ways",
            threads,
            () -> flow.pair(frames.picture(0), frames.picture(1)));
      }
    }
  }
}

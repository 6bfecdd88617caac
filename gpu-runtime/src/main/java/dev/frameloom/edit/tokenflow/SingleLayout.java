package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import java.util.List;
import java.util.Set;

/** Every frame by itself. */
final class SingleLayout implements Layout {

  private final List<SourceFrame> frames;

  SingleLayout(WindowEdit window) {
    frames = window.frames().subList(window.publishFrom(), window.frames().size());
  }

  @Override
  public List<SourceFrame> frames() {
    return frames;
  }

  @Override
  public Set<Integer> alone() {
    return Set.of();
  }

  @Override
  public List<Integer> published() {
    return StreamFrames.between(-1, frames.size());
  }

  @Override
  public boolean isKeyframe(int frame) {
    return true;
  }

  @Override
  public int held() {
    return 0;
  }

  @Override
  public int largestCall() {
    return 1;
  }

  @Override
  public StepPlanner planner(int batch) {
    StepPlan plan =
        new StepPlan(
            Chunks.of(published(), batch).stream()
                .map(chunk -> new KeyframeCall(chunk, List.of(), false, true))
                .toList(),
            List.of());
    return step -> plan;
  }
}

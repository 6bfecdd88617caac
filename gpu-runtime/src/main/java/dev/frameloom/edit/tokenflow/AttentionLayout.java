package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Extended attention alone: TokenFlow's keyframes as in {@link StreamLayout}, and all other frames
 * attend to them and to themselves. Nothing flows.
 */
final class AttentionLayout implements Layout {

  private final StreamFrames stream;

  AttentionLayout(WindowEdit window) {
    stream = StreamFrames.of(window);
  }

  @Override
  public List<SourceFrame> frames() {
    return stream.frames();
  }

  @Override
  public Set<Integer> alone() {
    return stream.shared();
  }

  @Override
  public List<Integer> published() {
    return stream.published();
  }

  @Override
  public boolean isKeyframe(int frame) {
    return stream.window().keyframes().contains(frame);
  }

  @Override
  public int held() {
    return alone().size() + largestCall();
  }

  @Override
  public int largestCall() {
    return Math.max(1, inside().size());
  }

  private List<Integer> inside() {
    return stream.window().keyframes().stream().filter(it -> it > 0 && it < stream.last()).toList();
  }

  @Override
  public StepPlanner planner(int batch) {
    List<KeyframeCall> calls = new ArrayList<>(stream.sharedCalls());
    if (!inside().isEmpty()) {
      calls.add(new KeyframeCall(inside(), StreamFrames.callsBefore(calls.size()), true, true));
    }
    List<Integer> seen = StreamFrames.callsBefore(calls.size());
    List<Integer> others =
        StreamFrames.between(0, stream.last()).stream()
            .filter(it -> !inside().contains(it))
            .toList();
    Chunks.of(others, batch)
        .forEach(chunk -> calls.add(new KeyframeCall(chunk, seen, false, true)));
    StepPlan plan = new StepPlan(calls, List.of());
    return step -> plan;
  }
}

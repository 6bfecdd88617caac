package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Extended attention alone: TokenFlow's keyframes as in {@link StreamLayout}, and all other frames
 * attend to them and to themselves. Nothing flows.
 */
final class AttentionLayout {

  private AttentionLayout() {}

  static Layout of(WindowEdit window) {
    StreamFrames stream = StreamFrames.of(window);
    List<Integer> inside =
        window.keyframes().stream().filter(it -> it > 0 && it < stream.last()).toList();
    return stream.layout(
        inside.size(),
        batch -> {
          StepPlan plan = plan(stream, inside, batch);
          return step -> plan;
        });
  }

  private static StepPlan plan(StreamFrames stream, List<Integer> inside, int batch) {
    List<KeyframeCall> calls = new ArrayList<>(stream.sharedCalls());
    if (!inside.isEmpty()) {
      calls.add(new KeyframeCall(inside, StreamFrames.callsBefore(calls.size()), true, true));
    }
    List<Integer> seen = StreamFrames.callsBefore(calls.size());
    List<Integer> others =
        StreamFrames.between(0, stream.last()).stream().filter(it -> !inside.contains(it)).toList();
    Chunks.of(others, batch)
        .forEach(chunk -> calls.add(new KeyframeCall(chunk, seen, false, true)));
    return new StepPlan(calls, List.of());
  }
}

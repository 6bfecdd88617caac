package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import java.util.HashSet;
import java.util.List;

/** Every frame by itself. */
final class SingleLayout {

  private SingleLayout() {}

  static Layout of(WindowEdit window) {
    List<SourceFrame> frames =
        window.frames().subList(window.publishFrom(), window.frames().size());
    List<Integer> all = StreamFrames.between(-1, frames.size());
    return Layout.ofClip(
        frames,
        new HashSet<>(all),
        0,
        1,
        batch -> {
          List<KeyframeCall> calls =
              Chunks.of(all, batch).stream()
                  .map(chunk -> new KeyframeCall(chunk, List.of(), false, true))
                  .toList();
          StepPlan plan = new StepPlan(calls, List.of());
          return step -> plan;
        });
  }
}

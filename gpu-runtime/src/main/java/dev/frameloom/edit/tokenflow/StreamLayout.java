package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.FlowCall;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import dev.frameloom.engine.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * TokenFlow in a window of a stream. Keyframes inside the window attend to the anchor, to both
 * boundaries and to each other; the frames between two keyframes flow from both. A keyframe's own
 * step is that of its keyframe call: at distance 0 a linear blend would find each token in itself.
 */
final class StreamLayout {

  private final StreamFrames stream;
  private final KeyframeChoice choice;
  private final long seed;

  private StreamLayout(WindowEdit window, KeyframeChoice choice) {
    stream = StreamFrames.of(window);
    this.choice = choice;
    seed = window.parameters().seed();
  }

  static Layout of(WindowEdit window, KeyframeChoice choice) {
    StreamLayout layout = new StreamLayout(window, choice);
    return layout.stream.layout(
        Math.max(0, window.keyframes().size() - 2), batch -> step -> layout.plan(step, batch));
  }

  private List<Integer> grid() {
    return stream.window().keyframes();
  }

  private StepPlan plan(int step, int batch) {
    List<Integer> keyframes = keyframes(step);
    List<KeyframeCall> calls = new ArrayList<>(stream.sharedCalls());
    if (keyframes.size() > 2) {
      List<Integer> inside = keyframes.subList(1, keyframes.size() - 1);
      calls.add(new KeyframeCall(inside, StreamFrames.callsBefore(calls.size()), true, true));
    }
    List<FlowCall> flows = new ArrayList<>();
    for (int i = 1; i < keyframes.size(); i++) {
      int before = keyframes.get(i - 1);
      int after = keyframes.get(i);
      for (List<Integer> chunk : Chunks.of(StreamFrames.between(before, after), batch)) {
        List<Double> weights = chunk.stream().map(it -> weight(before, it, after)).toList();
        flows.add(new FlowCall(chunk, before, OptionalInt.of(after), weights));
      }
    }
    return new StepPlan(calls, flows);
  }

  private double weight(int before, int frame, int after) {
    return BlendWeight.LINEAR.of(stream.distance(before, frame), stream.distance(frame, after));
  }

  /** Both boundaries, and between them one for each keyframe of the window. */
  private List<Integer> keyframes(int step) {
    List<Integer> grid = grid();
    if (choice == KeyframeChoice.FIXED || grid.size() < 3) {
      return grid;
    }
    List<Integer> drawn = new ArrayList<>(List.of(grid.get(0)));
    for (int i = 1; i < grid.size() - 1; i++) {
      // nearer to this keyframe than to those beside it, and never a boundary
      int from = (grid.get(i - 1) + grid.get(i)) / 2 + 1;
      int to = Math.max(from, (grid.get(i) + grid.get(i + 1)) / 2);
      long sequence = stream.frames().get(grid.get(i)).sequence();
      drawn.add(from + Draws.below(to - from + 1, seed, "tokenflow.keyframe", sequence, step));
    }
    drawn.add(grid.get(grid.size() - 1));
    return drawn;
  }
}

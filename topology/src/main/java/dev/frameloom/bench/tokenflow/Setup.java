package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditRuntime;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What all parts have.
 *
 * @param options what to measure
 * @param runtimes makes an editor that has loaded and kept nothing
 * @param progress hears of each window
 */
record Setup(TokenFlowBenchOptions options, Supplier<EditRuntime> runtimes, Progress progress) {

  Variants variants() {
    return new Variants(options.edit());
  }

  /**
   * Edits frames by an editor of their own, so that a row finds nothing that another inverted.
   *
   * @param seen takes each edited frame, in order
   */
  StageTimes edit(Variant variant, BenchClip clip, int frames, Consumer<EditedFrame> seen) {
    try (EditRuntime runtime = runtimes.get()) {
      return new StreamEditor(runtime, progress)
          .edit(variant, options.windows(variant.cut()), clip, frames, seen);
    }
  }
}

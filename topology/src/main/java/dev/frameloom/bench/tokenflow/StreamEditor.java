package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.windowing.Keyframes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Edits the frames of a stream, window after window, and hands each on as soon as it is there:
 * nothing is held longer than its window. For one thread.
 */
final class StreamEditor {

  private final EditRuntime runtime;
  private final Progress progress;

  /** An editor; the runtime is the caller's to close. */
  StreamEditor(EditRuntime runtime, Progress progress) {
    this.runtime = runtime;
    this.progress = progress;
  }

  /**
   * Edits so many frames, with the model loaded before the clock starts.
   *
   * @param frames of the clip, played back and forth
   * @param seen takes each edited frame, in order
   */
  StageTimes edit(
      Variant variant,
      Cut.Windows windows,
      BenchClip clip,
      int frames,
      Consumer<EditedFrame> seen) {
    runtime.prepare(variant.parameters());
    StageTimes times = new StageTimes();
    List<Cut.Span> spans = windows.of(frames);
    for (Cut.Span span : spans) {
      WindowEdit window = window(variant.parameters(), clip, span, windows.interval());
      long rows = runtime.predictedRows();
      long start = System.nanoTime();
      EditedWindow edited = runtime.edit(window);
      long took = System.nanoTime() - start;
      times.add(span.published(), took, edited.stageNanos(), runtime.predictedRows() - rows);
      boolean join = span.first() > 0;
      for (EditedPicture picture : edited.pictures()) {
        int index = (int) picture.sequence();
        seen.accept(new EditedFrame(index, join, clip.frame(index), picture.picture()));
        join = false;
      }
      progress.advance(span.published(), clip.name() + ", " + variant.name());
    }
    return times;
  }

  private static WindowEdit window(
      EditParameters parameters, BenchClip clip, Cut.Span span, int interval) {
    List<SourceFrame> frames = new ArrayList<>();
    for (int i = span.first(); i < span.end(); i++) {
      frames.add(new SourceFrame(i, clip.frame(i)));
    }
    return new WindowEdit(
        parameters,
        new SourceFrame(span.anchor(), clip.frame(span.anchor())),
        frames,
        Keyframes.indexes(span.length(), interval),
        span.publishFrom());
  }
}

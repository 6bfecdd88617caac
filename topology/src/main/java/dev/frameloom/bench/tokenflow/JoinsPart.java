package dev.frameloom.bench.tokenflow;

import dev.frameloom.metric.DetailMeter;
import dev.frameloom.metric.RunningMean;
import dev.frameloom.metric.WarpError;
import java.util.List;
import java.util.function.Consumer;

/** Whether it shows where windows of a stream meet. */
final class JoinsPart implements Part {

  private final Setup setup;
  private final List<Variant> variants;

  JoinsPart(Setup setup) {
    this.setup = setup;
    this.variants = setup.variants().joined();
  }

  @Override
  public String name() {
    return "joins";
  }

  @Override
  public int usualFrames() {
    return 300;
  }

  private int frames() {
    return setup.options().framesOr(usualFrames());
  }

  @Override
  public long work(List<BenchClip> clips) {
    return (long) clips.size() * frames() * variants.size();
  }

  @Override
  public List<ResultTable> measure(List<BenchClip> clips) {
    ResultTable table =
        new ResultTable(
            name(),
            Column.list(
                List.of(
                    Column.plain("clip", "clip"),
                    Column.plain("frames", "frames"),
                    Column.plain("edit", "tokenflow in"),
                    Column.plain("joins", "joins"),
                    Column.warpError("warp_error_at_joins", "warp error at joins"),
                    Column.warpError("warp_error_inside", "inside"),
                    Column.number("ratio", "ratio", 3)),
                ClipMeters.detailColumns()),
            List.of(
                ClipMeters.DETAIL_NOTE,
                "at joins: between a window's last frame and the first of the next; inside: of all"
                    + " other neighbours",
                "source: the clip itself between the same frames, forward and backward until there"
                    + " are enough",
                "windows alone: the same frames, with nothing shared and each its own anchor"));
    for (BenchClip clip : clips) {
      measure(clip, "source", table.row(), sink -> source(clip, sink));
      for (Variant variant : variants) {
        measure(
            clip, variant.name(), table.row(), sink -> setup.edit(variant, clip, frames(), sink));
      }
    }
    return List.of(table);
  }

  private void source(BenchClip clip, Consumer<EditedFrame> sink) {
    for (Cut.Span span : setup.options().windows(Cut.ALONE).of(frames())) {
      for (int i = span.first(); i < span.end(); i++) {
        boolean join = i > 0 && i == span.first();
        sink.accept(new EditedFrame(i, join, clip.frame(i), clip.frame(i)));
      }
    }
  }

  private void measure(
      BenchClip clip, String edit, ResultTable.Row row, Consumer<Consumer<EditedFrame>> frames) {
    RunningMean joins = new RunningMean();
    RunningMean inside = new RunningMean();
    DetailMeter detail = new DetailMeter();
    try (WarpError meter = new WarpError()) {
      frames.accept(
          frame -> {
            detail.add(frame.source(), frame.edited());
            meter
                .add(frame.source(), frame.edited())
                .ifPresent(error -> (frame.join() ? joins : inside).add(error));
          });
    }
    row.put("clip", clip.name()).put("frames", frames()).put("edit", edit);
    row.put("joins", joins.count()).put("warp_error_at_joins", joins.value());
    row.put("warp_error_inside", inside.value());
    detail.mean().ifPresent(mean -> ClipMeters.put(row, mean));
    if (joins.value().isPresent() && inside.value().isPresent()) {
      row.put("ratio", joins.value().getAsDouble() / inside.value().getAsDouble());
    }
  }
}

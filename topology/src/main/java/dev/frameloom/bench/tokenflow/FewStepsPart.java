package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.Picture;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.VideoMeter;
import java.util.ArrayList;
import java.util.List;

/** What fewer steps cost: TokenFlow in some numbers of them, held against the first. */
final class FewStepsPart implements Part {

  private final Setup setup;

  FewStepsPart(Setup setup) {
    this.setup = setup;
  }

  @Override
  public String name() {
    return "few-steps";
  }

  @Override
  public int usualFrames() {
    return 32;
  }

  private int frames(BenchClip clip) {
    return Math.min(setup.options().framesOr(usualFrames()), clip.frames().size());
  }

  @Override
  public long work(List<BenchClip> clips) {
    int rows = setup.options().fewSteps().size();
    return clips.stream().mapToLong(clip -> (long) frames(clip) * rows).sum();
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
                    Column.plain("steps", "steps"),
                    Column.warpError(ClipMeters.WARP_ERROR, "warp error")),
                ClipMeters.detailColumns(),
                List.of(
                    Column.number("psnr_to_first", "PSNR dB to the first", 2),
                    Column.number("psnr", "to the source", 2),
                    Column.number("seconds_per_frame", "s/frame", 3))),
            List.of(
                ClipMeters.DETAIL_NOTE,
                "steps: of tokenflow in the stream's windows, and as many to invert",
                "PSNR to the first: against what the first row's number of steps gives"));
    for (BenchClip clip : clips) {
      List<Picture> first = new ArrayList<>();
      for (int steps : setup.options().fewSteps()) {
        measure(clip, steps, first, table.row());
      }
    }
    return List.of(table);
  }

  /**
   * Measures a row.
   *
   * @param first the first row's frames; filled where it is this one
   */
  private void measure(BenchClip clip, int steps, List<Picture> first, ResultTable.Row row) {
    boolean isFirst = first.isEmpty();
    try (ClipMeters meters = new ClipMeters();
        VideoMeter toFirst = FrameMeter.psnr()) {
      StageTimes times =
          setup.edit(
              setup.variants().inSteps(steps),
              clip,
              frames(clip),
              frame -> {
                meters.add(frame.source(), frame.edited());
                if (isFirst) {
                  first.add(frame.edited());
                } else {
                  toFirst.add(first.get(frame.index()), frame.edited());
                }
              });
      row.put("clip", clip.name()).put("frames", frames(clip)).put("steps", steps);
      meters.putInto(row);
      row.put("psnr_to_first", toFirst.mean()).put("seconds_per_frame", times.perFrame());
    }
  }
}

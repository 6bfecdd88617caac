package dev.frameloom.bench.tokenflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What each method makes of each clip, in figures and pictures. */
final class QualityPart implements Part {

  private static final String RATIO = "ratio_to_per_frame";

  private final Setup setup;
  private final List<Variant> variants;

  QualityPart(Setup setup) {
    this.setup = setup;
    this.variants = setup.variants().methods();
  }

  @Override
  public String name() {
    return "quality";
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
    return clips.stream().mapToLong(clip -> (long) frames(clip) * variants.size()).sum();
  }

  @Override
  public List<ResultTable> measure(List<BenchClip> clips) throws IOException {
    ResultTable table =
        new ResultTable(
            name(),
            Column.list(
                List.of(
                    Column.plain("clip", "clip"),
                    Column.plain("frames", "frames"),
                    Column.plain("method", "method"),
                    Column.warpError(ClipMeters.WARP_ERROR, "warp error"),
                    Column.number(RATIO, "ratio", 3)),
                ClipMeters.detailColumns(),
                List.of(
                    Column.number("psnr", "PSNR dB", 2),
                    Column.number("seconds_per_frame", "s/frame", 3))),
            List.of(
                "warp error: of the whole edited clip, along the source's motion by DIS; less is"
                    + " steadier",
                ClipMeters.DETAIL_NOTE,
                "ratio: that by per-frame's; PSNR: against the source",
                "tokenflow, official: the published code's rules, the whole clip as one window"));
    for (BenchClip clip : clips) {
      measure(clip, table);
    }
    return List.of(table);
  }

  private void measure(BenchClip clip, ResultTable table) throws IOException {
    int frames = frames(clip);
    Optional<ClipPictures> pictures =
        setup.options().pictures().map(folder -> new ClipPictures(clip, frames));
    Map<String, ResultTable.Row> rows = new LinkedHashMap<>();
    rows.put("source", source(clip, frames, table.row(), pictures));
    for (Variant variant : variants) {
      rows.put(variant.name(), edited(variant, clip, frames, table.row(), pictures));
    }
    OptionalDouble base = rows.get(Variants.BASE).number(ClipMeters.WARP_ERROR);
    for (ResultTable.Row row : rows.values()) {
      if (base.isPresent() && row.number(ClipMeters.WARP_ERROR).isPresent()) {
        row.put(RATIO, row.number(ClipMeters.WARP_ERROR).getAsDouble() / base.getAsDouble());
      }
    }
    if (pictures.isPresent()) {
      pictures.get().write(setup.options().pictures().orElseThrow());
    }
  }

  private static ResultTable.Row source(
      BenchClip clip, int frames, ResultTable.Row row, Optional<ClipPictures> pictures) {
    List<EditedFrame> all = new ArrayList<>();
    try (ClipMeters meters = new ClipMeters()) {
      for (int i = 0; i < frames; i++) {
        all.add(new EditedFrame(i, false, clip.frame(i), clip.frame(i)));
        meters.add(clip.frame(i), clip.frame(i));
      }
      row.put("clip", clip.name()).put("frames", frames).put("method", "source");
      row.put(ClipMeters.WARP_ERROR, meters.warpError());
    }
    pictures.ifPresent(it -> all.forEach(it::add));
    pictures.ifPresent(it -> it.end(caption("source", row)));
    return row;
  }

  private ResultTable.Row edited(
      Variant variant,
      BenchClip clip,
      int frames,
      ResultTable.Row row,
      Optional<ClipPictures> pictures) {
    try (ClipMeters meters = new ClipMeters()) {
      StageTimes times =
          setup.edit(
              variant,
              clip,
              frames,
              frame -> {
                meters.add(frame.source(), frame.edited());
                pictures.ifPresent(it -> it.add(frame));
              });
      row.put("clip", clip.name()).put("frames", frames).put("method", variant.name());
      meters.putInto(row);
      row.put("seconds_per_frame", times.perFrame());
    }
    pictures.ifPresent(it -> it.end(caption(variant.name(), row)));
    return row;
  }

  private static String caption(String method, ResultTable.Row row) {
    OptionalDouble error = row.number(ClipMeters.WARP_ERROR);
    if (error.isEmpty()) {
      return method;
    }
    String edges =
        row.number("edge_correlation").isPresent()
            ? String.format(
                Locale.ROOT,
                ", edges %.2f, energy %.2f",
                row.number("edge_correlation").getAsDouble(),
                row.number("sobel_ratio").orElse(0))
            : "";
    return String.format(
        Locale.ROOT, "%s (warp error %.3f / 1000%s)", method, 1000 * error.getAsDouble(), edges);
  }
}

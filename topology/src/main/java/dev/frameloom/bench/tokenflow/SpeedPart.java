package dev.frameloom.bench.tokenflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.tokenflow.TokenFlowOptions;
import java.io.IOException;
import java.util.List;

/** Seconds of each stage, and what the UNet is called for, beside the published code. */
final class SpeedPart implements Part {

  /** Edits of each way: to warm up, first, of another seed, again. */
  private static final int EDITS = 4;

  private final Setup setup;
  private final Variant official;
  private final Variant stream;

  SpeedPart(Setup setup) {
    this.setup = setup;
    this.official = setup.variants().official();
    this.stream = setup.variants().stream();
  }

  @Override
  public String name() {
    return "speed";
  }

  @Override
  public int usualFrames() {
    return setup.options().speedFrames();
  }

  private int frames() {
    return setup.options().speedFrames();
  }

  @Override
  public long work(List<BenchClip> clips) {
    return 2L * frames() * EDITS;
  }

  @Override
  public List<ResultTable> measure(List<BenchClip> clips) throws IOException {
    ResultTable times =
        new ResultTable(
            name(),
            List.of(
                Column.plain("edit", "s/frame"),
                Column.number("encode", "encode", 3),
                Column.number("inversion", "inversion", 3),
                Column.number("reconstruction", "reconstruction", 3),
                Column.number("sampling", "sampling", 3),
                Column.number("decode", "decode", 3),
                Column.number("seconds_per_frame", "all", 3)),
            List.of(
                "of " + frames() + " frames; the published code's are of noise",
                "inversion: what the first edit takes longer than one of another seed, which finds"
                    + " the frames inverted, and a few keyframes that both draw",
                "again: the same frames to another prompt; the published code reconstructs all"
                    + " frames before it edits them",
                "all: ours also embeds the prompts and measures how steady it came out"));
    ResultTable rows =
        new ResultTable(
            "row-calls",
            List.of(
                Column.plain("edit", "UNet rows/frame"),
                Column.number("inversion", "inversion", 1),
                Column.number("reconstruction", "reconstruction", 1),
                Column.number("sampling", "sampling", 1),
                Column.number("all", "all", 1)),
            List.of(
                "scheduled: every branch of every frame in each step; counted: what was called"));
    scheduled(rows);
    for (Variant variant : List.of(official, stream)) {
      ours(variant, clips.get(0), times, rows);
    }
    if (setup.options().official().isPresent()) {
      setup.progress().begin("published", 0);
      published(setup.options().official().get(), times, rows);
    }
    return List.of(times, rows);
  }

  private RowCalls.Schedule schedule() {
    EditParameters edit = setup.options().edit();
    int guided = edit.guidanceScale() > 1 ? 2 : 1;
    return new RowCalls.Schedule(
        TokenFlowOptions.of(edit).inversionSteps(), edit.steps(), 1 + guided);
  }

  private void scheduled(ResultTable table) {
    int interval = setup.options().interval();
    scheduled(
        "published code", RowCalls.official(schedule(), frames(), interval, true), table.row());
    scheduled(
        official.name(), RowCalls.official(schedule(), frames(), interval, false), table.row());
    scheduled(
        stream.name(),
        RowCalls.stream(schedule(), frames(), setup.options().windows(Cut.STREAM)),
        table.row());
  }

  private void scheduled(String name, RowCalls calls, ResultTable.Row row) {
    double frames = frames();
    row.put("edit", name + ", scheduled").put("inversion", calls.inversion() / frames);
    row.put("reconstruction", calls.reconstruction() / frames);
    row.put("sampling", calls.sampling() / frames).put("all", calls.all() / frames);
  }

  private void ours(Variant variant, BenchClip clip, ResultTable times, ResultTable rows) {
    try (EditRuntime runtime = setup.runtimes().get()) {
      StreamEditor editor = new StreamEditor(runtime, setup.progress());
      edit(editor, warmUp(variant), clip);
      StageTimes first = edit(editor, variant, clip);
      StageTimes inverted = edit(editor, variant.ofSeed(variant.parameters().seed() + 1), clip);
      StageTimes again = edit(editor, variant.to("another", guidance(variant)), clip);
      double sampling = inverted.perFrame(EditStage.DENOISE);
      times(times.row(), variant.name(), first)
          .put("inversion", first.perFrame(EditStage.DENOISE) - sampling)
          .put("sampling", sampling);
      times(times.row(), variant.name() + ", again", again)
          .put("sampling", again.perFrame(EditStage.DENOISE));
      rows.row()
          .put("edit", variant.name() + ", counted")
          .put("inversion", first.rowsPerFrame() - inverted.rowsPerFrame())
          .put("sampling", inverted.rowsPerFrame())
          .put("all", first.rowsPerFrame());
      rows.row()
          .put("edit", variant.name() + ", again, counted")
          .put("sampling", again.rowsPerFrame())
          .put("all", again.rowsPerFrame());
    }
  }

  private static double guidance(Variant variant) {
    return variant.parameters().guidanceScale();
  }

  /** The same shapes, of which nothing is of use to a later edit. */
  private static Variant warmUp(Variant variant) {
    return variant
        .in(Math.min(2, variant.parameters().steps()))
        .option("source-prompt", "something that warms up");
  }

  private StageTimes edit(StreamEditor editor, Variant variant, BenchClip clip) {
    return editor.edit(
        variant, setup.options().windows(variant.cut()), clip, frames(), frame -> {});
  }

  private static ResultTable.Row times(ResultTable.Row row, String name, StageTimes times) {
    return row.put("edit", name)
        .put("encode", times.perFrame(EditStage.ENCODE_LATENT))
        .put("decode", times.perFrame(EditStage.DECODE_LATENT))
        .put("seconds_per_frame", times.perFrame());
  }

  private void published(OfficialCode code, ResultTable times, ResultTable rows)
      throws IOException {
    JsonNode found =
        code.time(frames(), setup.options().size(), setup.options().interval(), schedule());
    times
        .row()
        .put("edit", "published code")
        .put("encode", seconds(found, "encode"))
        .put("inversion", seconds(found, "inversion"))
        .put("reconstruction", seconds(found, "reconstruction") + seconds(found, "reconstructed"))
        .put("sampling", seconds(found, "editing"))
        .put("decode", seconds(found, "decode"))
        .put("seconds_per_frame", found.get("seconds_per_frame").asDouble());
    double inversion = calls(found, "inversion");
    double reconstruction = calls(found, "reconstruction");
    double sampling = calls(found, "editing");
    rows.row()
        .put("edit", "published code, counted")
        .put("inversion", inversion)
        .put("reconstruction", reconstruction)
        .put("sampling", sampling)
        .put("all", inversion + reconstruction + sampling);
  }

  private static double seconds(JsonNode found, String stage) {
    return found.at("/stages/" + stage + "/seconds_per_frame").asDouble();
  }

  private double calls(JsonNode found, String stage) {
    return found.at("/stages/" + stage + "/rows").asDouble() / frames();
  }
}

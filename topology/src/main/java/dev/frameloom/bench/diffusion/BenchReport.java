package dev.frameloom.bench.diffusion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * All that was measured.
 *
 * @param device as the options say
 * @param threads of one operation, on both sides
 * @param compared whether there was a reference
 * @param rows in the order measured
 * @param peak operations per second of a large matrix product
 * @param ours whole-process numbers of ours
 * @param reference of the reference; all 0 without one
 * @param reading seconds of reading the weights' files, which are in the page cache
 */
public record BenchReport(
    String device,
    int threads,
    boolean compared,
    List<BenchRow> rows,
    double peak,
    Side ours,
    Side reference,
    double reading) {

  /**
   * A side.
   *
   * @param load seconds of loading the model
   * @param peakBytes largest resident size
   */
  public record Side(double load, double peakBytes) {}

  public BenchReport {
    rows = List.copyOf(rows);
  }

  /** As a table. */
  public String text() {
    String unit = device.startsWith("gpu") ? "TFLOP/s" : "GFLOP/s";
    double scale = device.startsWith("gpu") ? 1e12 : 1e9;
    StringBuilder out = new StringBuilder();
    line(
        out,
        "%-22s %9s %10s %10s %7s %7s %9s %6s %9s",
        device + ", " + threads + " threads",
        "GFLOP",
        "ours ms",
        "ref ms",
        "ratio",
        "CPU",
        unit,
        "peak",
        "diff");
    for (BenchRow row : rows) {
      if (!row.skipped().isEmpty()) {
        line(out, "%-22s %9.1f  %s", row.what(), row.operations() / 1e9, row.skipped());
        continue;
      }
      line(
          out,
          "%-22s %9.1f %10.1f %10s %7s %7s %9.1f %5.0f%% %9s",
          row.what(),
          row.operations() / 1e9,
          row.ours() * 1e3,
          number("%.1f", row.reference() * 1e3),
          number("%.3f", row.ratio()),
          number("%.3f", row.cpuRatio()),
          row.operationsPerSecond() / scale,
          100 * row.operationsPerSecond() / peak,
          number("%.1e", row.difference()));
    }
    line(out, "");
    line(out, "ratio: ours by the reference's, median of paired runs; CPU: the same of CPU time");
    line(out, "peak: share of a matrix product's %.1f %s on the same device", peak / scale, unit);
    line(out, "diff: largest difference of the results by the reference's range");
    line(
        out,
        "load: ours %.1f s, reference %s s, reading the files %.1f s",
        ours.load(),
        compared ? number("%.1f", reference.load()) : "–",
        reading);
    line(
        out,
        "largest resident memory: ours %.2f GB, reference %s GB",
        ours.peakBytes() / 1e9,
        compared ? number("%.2f", reference.peakBytes() / 1e9) : "–");
    return out.toString().stripTrailing();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  /** As JSON, with every run. */
  public String json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("device", device).put("threads", threads).put("peak_flops", peak);
    ArrayNode list = node.putArray("rows");
    for (BenchRow row : rows) {
      ObjectNode each = list.addObject();
      each.put("what", row.what().toString()).put("flop", row.operations());
      if (!row.skipped().isEmpty()) {
        each.put("skipped", row.skipped());
        continue;
      }
      each.put("ours_s", row.ours());
      if (compared) {
        each.put("reference_s", row.reference()).put("ratio", row.ratio());
        each.put("cpu_ratio", row.cpuRatio()).put("difference", row.difference());
      }
      ArrayNode runs = each.putArray("runs");
      for (BenchRow.Turn turn : row.runs()) {
        ObjectNode run =
            runs.addObject().put("ours_s", turn.ours()).put("ours_cpu_s", turn.oursCpu());
        if (compared) {
          run.put("reference_s", turn.reference()).put("reference_cpu_s", turn.referenceCpu());
        }
      }
    }
    node.put("load_s", ours.load()).put("reading_s", reading).put("peak_bytes", ours.peakBytes());
    if (compared) {
      node.put("reference_load_s", reference.load());
      node.put("reference_peak_bytes", reference.peakBytes());
    }
    return node.toPrettyString();
  }
}

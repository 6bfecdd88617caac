package dev.frameloom.bench.motion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * All that was measured.
 *
 * @param options what was asked for
 * @param rows times
 * @param errors of flows
 * @param memory over many frames
 */
public record MotionReport(
    MotionOptions options,
    List<MotionRow> rows,
    List<FlowErrors.Row> errors,
    List<MemoryTrace.Row> memory) {

  public MotionReport {
    rows = List.copyOf(rows);
    errors = List.copyOf(errors);
    memory = List.copyOf(memory);
  }

  /** As tables. */
  public String text() {
    StringBuilder out = new StringBuilder();
    if (!rows.isEmpty()) {
      line(
          out,
          "%-12s %-40s %7s %10s %10s",
          options.size() + "²",
          options.device(),
          "threads",
          "ms",
          "CPU ms");
      for (MotionRow row : rows) {
        line(
            out,
            "%-12s %-40s %7d %10.2f %10.2f",
            row.part(),
            row.what(),
            row.threads(),
            row.millis(),
            row.cpuMillis());
      }
      line(out, "ms: for a frame, the median of %d runs; CPU: of all threads", options.runs());
    }
    if (!errors.isEmpty()) {
      separate(out);
      line(
          out,
          "%-16s %-20s %9s %9s %12s %9s",
          "flow",
          "motion",
          "mean px",
          "median",
          "within 1 px",
          "no flow");
      for (FlowErrors.Row row : errors) {
        line(
            out,
            "%-16s %-20s %9.3f %9.3f %11.1f%% %9.3f %s",
            row.flow(),
            row.motion(),
            row.error().mean(),
            row.error().median(),
            100 * row.error().withinOne(),
            row.still().mean(),
            row.error().broken() == 0 ? "" : row.error().broken() + " not finite");
      }
      line(
          out, "px: from where the flow ends to where it should; no flow: the motion's own length");
    }
    if (!memory.isEmpty()) {
      separate(out);
      line(out, "%8s %12s %14s", "frames", "heap MB", "resident MB");
      for (MemoryTrace.Row row : memory) {
        line(
            out,
            "%8d %12.1f %14s",
            row.frames(),
            row.heap() / 1e6,
            row.resident().isPresent()
                ? String.format(Locale.ROOT, "%.1f", row.resident().getAsLong() / 1e6)
                : "unknown");
      }
    }
    return out.toString().stripTrailing();
  }

  private static void separate(StringBuilder out) {
    if (!out.isEmpty()) {
      line(out, "");
    }
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  /** As JSON, with every run. */
  public String json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("size", options.size()).put("device", options.device());
    ArrayNode times = node.putArray("rows");
    for (MotionRow row : rows) {
      ObjectNode each = times.addObject();
      each.put("part", row.part()).put("what", row.what()).put("threads", row.threads());
      each.put("ms", row.millis()).put("cpu_ms", row.cpuMillis());
      ArrayNode runs = each.putArray("runs_s");
      row.seconds().forEach(runs::add);
    }
    ArrayNode found = node.putArray("errors");
    for (FlowErrors.Row row : errors) {
      ObjectNode each = found.addObject();
      each.put("flow", row.flow()).put("motion", row.motion());
      each.put("mean_px", row.error().mean()).put("median_px", row.error().median());
      each.put("within_1px", row.error().withinOne()).put("no_flow_px", row.still().mean());
      each.put("pixels", row.error().pixels()).put("not_finite", row.error().broken());
    }
    ArrayNode held = node.putArray("memory");
    for (MemoryTrace.Row row : memory) {
      ObjectNode each = held.addObject();
      each.put("frames", row.frames()).put("heap_bytes", row.heap());
      row.resident().ifPresent(bytes -> each.put("resident_bytes", bytes));
    }
    return node.toPrettyString();
  }
}

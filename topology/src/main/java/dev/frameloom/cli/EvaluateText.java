package dev.frameloom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.report.EditReport;
import dev.frameloom.report.Figure;
import dev.frameloom.report.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an evaluation of an edit found, for people and for machines.
 *
 * @param report what was found
 * @param made of what, and how
 * @param page the page that was written
 */
record EvaluateText(EditReport report, Provenance made, Optional<Path> page) {

  /** A table of the figures, what they are of, and what is odd. */
  List<String> lines() {
    TextTable table = new TextTable("FIGURE", "VALUE", "");
    report
        .figures()
        .forEach(
            (figure, value) ->
                table.row(
                    figure.label(),
                    value.isPresent() ? figure.text(value.getAsDouble()) : "–",
                    figure.better()));
    report
        .sourceWarpError()
        .ifPresent(
            error ->
                table.row("of the source", Figure.WARP_ERROR.text(error), "its own warp error"));
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d frames of %dx%d, %d pairs of neighbours, %d scene cuts"
            .formatted(
                report.frames(), report.width(), report.height(), report.pairs(), report.cuts()));
    lines.add("");
    lines.addAll(table.lines());
    lines.add("");
    made.notes().forEach(note -> lines.add("note: " + note));
    page.ifPresent(file -> lines.add("written: " + file));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  /** One JSON object on one line; null for what could not be measured. */
  String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    report.figures().forEach((figure, value) -> put(root, figure.key(), value));
    put(root, "sourceWarpError", report.sourceWarpError());
    root.put("frames", report.frames())
        .put("pairs", report.pairs())
        .put("sceneCuts", report.cuts())
        .put("width", report.width())
        .put("height", report.height());
    ArrayNode worst = root.putArray("worst");
    for (EditReport.Jolt jolt : report.jolts()) {
      ObjectNode node = worst.addObject();
      node.put("frame", jolt.frame())
          .put("seconds", jolt.seconds())
          .put("warpError", jolt.warpError());
      Figure.of(Optional.of(jolt.shown()))
          .forEach((figure, value) -> put(node, figure.key(), value));
    }
    root.put("source", made.source())
        .put("edited", made.edited())
        .put("prompt", made.prompt())
        .put("sourceDigest", report.sourceDigest())
        .put("editedDigest", report.editedDigest());
    ObjectNode settings = root.putObject("settings");
    made.settings().forEach(settings::put);
    made.notes().forEach(root.putArray("warnings")::add);
    page.ifPresent(file -> root.put("report", file.toString()));
    try {
      return Json.MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    } else {
      node.putNull(key);
    }
  }
}

package dev.frameloom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.metric.Detail;
import dev.frameloom.report.DetailText;
import dev.frameloom.report.Figure;
import dev.frameloom.restyle.RestyleSummary;
import dev.frameloom.restyle.UnsteadyWindow;
import dev.frameloom.roles.EditValues;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A summary for people, and for machines. */
final class SummaryText {

  private SummaryText() {}

  /** One JSON object on one line; its keys are the components of {@link RestyleSummary}. */
  static String json(RestyleSummary summary) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("framesIn", summary.framesIn());
    node.put("framesOut", summary.framesOut());
    node.put("windows", summary.windows());
    node.put("keyframes", summary.keyframes());
    ObjectNode stages = node.putObject("stages");
    summary.stages().forEach(stages::put);
    node.put("seconds", summary.seconds());
    node.put("fps", summary.fps());
    if (summary.warpError().isPresent()) {
      node.put("warpError", summary.warpError().getAsDouble());
    } else {
      node.putNull("warpError");
    }
    put(node, summary.detail());
    if (summary.unsteadiest().isPresent()) {
      UnsteadyWindow window = summary.unsteadiest().get();
      ObjectNode unsteadiest = node.putObject("unsteadiest");
      unsteadiest.put("window", window.window());
      unsteadiest.put("firstSequence", window.firstSequence());
      unsteadiest.put("lastSequence", window.lastSequence());
      unsteadiest.put("warpError", window.warpError());
      put(unsteadiest, window.detail());
    } else {
      node.putNull("unsteadiest");
    }
    node.put("method", summary.method());
    put(node, summary.values());
    node.put("model", summary.model());
    node.put("modelRevision", summary.modelRevision());
    node.put("modelTrained", summary.modelTrained());
    node.put("seed", summary.seed());
    node.put("encoder", summary.encoder());
    node.put("out", summary.out());
    node.put("digest", summary.digest());
    node.put("failedWindows", summary.failedWindows());
    node.put("filledFrames", summary.filledFrames());
    summary.deadLetters().forEach(node.putArray("deadLetters")::add);
    summary.warnings().forEach(node.putArray("warnings")::add);
    node.put("stopped", summary.stopped());
    try {
      return Json.MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree of texts and numbers can be written
    }
  }

  /** Beside a warp error, always: null where it was not measured. */
  private static void put(ObjectNode node, Optional<Detail> detail) {
    Figure.of(detail)
        .forEach(
            (figure, value) -> {
              if (value.isPresent()) {
                node.put(figure.key(), value.getAsDouble());
              } else {
                node.putNull(figure.key());
              }
            });
  }

  private static void put(ObjectNode node, EditValues values) {
    node.put("steps", values.steps());
    node.put("strength", values.strength());
    node.put("guidanceScale", values.guidanceScale());
    values.recommended().forEach(node.putArray("recommended")::add);
    node.put("recommendation", values.recommendation());
  }

  /** Several lines. */
  static String plain(RestyleSummary summary) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "frames",
        "%d in, %d out, in %d windows with %d keyframes",
        summary.framesIn(),
        summary.framesOut(),
        summary.windows(),
        summary.keyframes());
    line(text, "speed", "%.2f frames/s over %.1f s", summary.fps(), summary.seconds());
    for (Map.Entry<String, Double> stage : summary.stages().entrySet()) {
      line(text, "  " + stage.getKey(), "%10.1f ms", stage.getValue());
    }
    if (summary.warpError().isPresent()) {
      line(
          text,
          "warp error",
          "%.3f x 10^-3 (edited frames along the source's flow)",
          summary.warpError().getAsDouble() * 1000);
    }
    summary.detail().ifPresent(detail -> line(text, "to be seen", "%s", DetailText.of(detail)));
    if (summary.unsteadiest().isPresent() && summary.windows() > 1) {
      UnsteadyWindow window = summary.unsteadiest().get();
      line(
          text,
          "unsteadiest",
          "window %d, frames %d to %d: %.3f x 10^-3%s (measured while editing, at a reduced size)",
          window.window(),
          window.firstSequence(),
          window.lastSequence(),
          window.warpError() * 1000,
          window.detail().map(detail -> "; " + DetailText.of(detail)).orElse(""));
    }
    line(text, "method", "%s, seed %d", summary.method(), summary.seed());
    if (!summary.model().isEmpty()) {
      line(text, "settings", "%s", summary.values());
      line(
          text,
          "model",
          "%s%s, revision %.12s",
          summary.model(),
          summary.modelTrained() ? "" : " (UNTRAINED: made-up weights, for trying things out)",
          summary.modelRevision());
    }
    line(text, "digest", "%s", summary.digest());
    if (summary.failedWindows() > 0 || summary.filledFrames() > 0) {
      line(
          text,
          "lost",
          "%d windows failed, %d frames filled by the gap policy",
          summary.failedWindows(),
          summary.filledFrames());
    }
    summary.deadLetters().forEach(letter -> line(text, "dead letter", "%s", letter));
    summary.warnings().forEach(warning -> line(text, "note", "%s", warning));
    line(
        text,
        summary.stopped() ? "stopped" : "written",
        "%s (%s)",
        summary.out(),
        summary.encoder());
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-14s ", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}

package dev.frameloom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.evaluate.ClipScores;
import dev.frameloom.evaluate.EditMeans;
import dev.frameloom.evaluate.Evaluation;
import dev.frameloom.evaluate.EvaluationOptions;
import dev.frameloom.evaluate.FrameMeans;
import dev.frameloom.evaluate.FrameScores;
import dev.frameloom.model.ModelDescription;
import dev.frameloom.style.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an evaluation found, for people and for machines.
 *
 * @param model that was evaluated
 * @param options how
 * @param evaluation what was found
 */
record EvaluationText(ModelDescription model, EvaluationOptions options, Evaluation evaluation) {

  private static final String LEGEND =
      """
      VAE, INVERSION  PSNR to the frame, dB
      CAST            largest shift of a colour channel's mean, 1/255
      ADHERENCE       edits that are nearest to the style asked for, by PSNR + 10 x edge correlation, and HELD
      HELD            edits whose edges hold: correlation of 0.3 with the frame's or the filter's, an eighth of the filter's energy
      UNGUIDED        the same with a guidance of 1
      EDGES           correlation with the frame's; in means without the mosaic, whose joints hide them
      FILTER'S        the same of what the style's own filter makes
      """;

  /** Two tables: by clip and size, and by style. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    EvaluationOptions.Steps steps = options.steps();
    lines.add(
        "model %s%s, revision %.12s"
            .formatted(model.name(), model.trained() ? "" : " (untrained)", model.revision()));
    lines.add(
        String.format(
            Locale.ROOT,
            "DDIM of %d steps, inverted as \"%s\", guidance %s, strength %s",
            steps.count(),
            options.prompts().source(),
            steps.guidance(),
            steps.strength()));
    lines.add("");
    lines.addAll(clips());
    lines.add("");
    lines.addAll(styles());
    lines.add("");
    LEGEND.lines().forEach(lines::add);
    return lines;
  }

  private List<String> clips() {
    TextTable table =
        new TextTable(
            "CLIP",
            "SIZE",
            "FRAMES",
            "VAE",
            "CAST",
            "INVERSION",
            "ADHERENCE",
            "HELD",
            "UNGUIDED",
            "EDGES");
    for (ClipScores clip : evaluation.clips()) {
      row(
          table,
          clip.clip(),
          clip.size() + "x" + clip.size(),
          clip.frames().size(),
          clip.frameMeans(),
          clip.editMeans());
    }
    int frames = evaluation.clips().stream().mapToInt(it -> it.frames().size()).sum();
    row(table, "all", "", frames, evaluation.frameMeans(), evaluation.editMeans());
    return table.lines();
  }

  private static void row(
      TextTable table, String clip, String size, int frames, FrameMeans means, EditMeans edits) {
    table.row(
        clip,
        size,
        String.valueOf(frames),
        number("%.2f", means.vaePsnr()),
        number("%.2f", means.vaeMeanShift()),
        number("%.2f", means.inversionPsnr()),
        percent(edits.adherence()),
        percent(edits.edgesHeld()),
        percent(edits.adherenceUnguided()),
        number("%.3f", edits.edgeCorrelation()));
  }

  private List<String> styles() {
    TextTable table =
        new TextTable(
            "STYLE",
            "ADHERENCE",
            "HELD",
            "UNGUIDED",
            "BY PSNR",
            "BY EDGES",
            "PSNR",
            "EDGES",
            "FILTER'S",
            "TAKEN FOR");
    for (Style style : options.styles()) {
      EditMeans means = evaluation.editMeans(style);
      String taken =
          means.takenFor().entrySet().stream()
              .map(it -> it.getKey().label() + " " + it.getValue())
              .collect(Collectors.joining(", "));
      table.row(
          style.label(),
          percent(means.adherence()),
          percent(means.edgesHeld()),
          percent(means.adherenceUnguided()),
          percent(means.adherenceByPsnr()),
          percent(means.adherenceByEdges()),
          number("%.2f", means.psnrToStyle()),
          number("%.3f", means.edgeCorrelation()),
          number("%.3f", means.filterEdgeCorrelation()),
          taken);
    }
    return table.lines();
  }

  private static String percent(double share) {
    return number("%.0f %%", 100 * share);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  /** One JSON object on one line; null for what was not measured. */
  String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("model", model.name())
        .put("revision", model.revision())
        .put("trained", model.trained())
        .put("steps", options.steps().count())
        .put("guidance", options.steps().guidance())
        .put("strength", options.steps().strength())
        .put("sourcePrompt", options.prompts().source());
    write(root, evaluation.frameMeans());
    write(root, evaluation.editMeans());
    ArrayNode clips = root.putArray("clips");
    evaluation.clips().forEach(clip -> write(clips.addObject(), clip));
    ArrayNode styles = root.putArray("styles");
    for (Style style : options.styles()) {
      ObjectNode node = styles.addObject();
      node.put("style", style.label()).put("prompt", options.prompts().of(style));
      write(node, evaluation.editMeans(style));
    }
    try {
      return Json.MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private void write(ObjectNode node, ClipScores clip) {
    node.put("clip", clip.clip()).put("size", clip.size());
    clip.frames().stream().map(FrameScores::index).forEach(node.putArray("frames")::add);
    write(node, clip.frameMeans());
    write(node, clip.editMeans());
    ArrayNode styles = node.putArray("styles");
    for (Style style : options.styles()) {
      ObjectNode each = styles.addObject();
      each.put("style", style.label());
      write(each, clip.editMeans(style));
    }
  }

  private static void write(ObjectNode node, FrameMeans means) {
    put(node, "vaePsnr", means.vaePsnr());
    put(node, "vaeMeanShift", means.vaeMeanShift());
    put(node, "inversionPsnr", means.inversionPsnr());
  }

  private static void write(ObjectNode node, EditMeans means) {
    put(node, "adherence", means.adherence());
    put(node, "edgesHeld", means.edgesHeld());
    put(node, "adherenceUnguided", means.adherenceUnguided());
    put(node, "adherenceByPsnr", means.adherenceByPsnr());
    put(node, "adherenceByEdges", means.adherenceByEdges());
    put(node, "psnrToStyle", means.psnrToStyle());
    put(node, "edgesToStyle", means.edgesToStyle());
    put(node, "edgeCorrelation", means.edgeCorrelation());
    put(node, "filterEdgeCorrelation", means.filterEdgeCorrelation());
    ObjectNode taken = node.putObject("takenFor");
    means.takenFor().forEach((style, count) -> taken.put(style.label(), count));
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}

package dev.frameloom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.catalog.ByteCount;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ModelDetails;
import dev.frameloom.edit.Recommendation;
import dev.frameloom.engine.Precision;
import dev.frameloom.lora.LoraInspection;
import dev.frameloom.media.FrameSize;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.model.ModelInspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What can be told of a model, for people and for machines.
 *
 * @param details what there is to tell
 * @param frames sizes that memory is told for
 * @param batches how many keyframes together
 */
record InspectionText(ModelDetails details, List<FrameSize> frames, List<Integer> batches) {

  /** Several lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    boolean trained = details.model().map(it -> it.description().trained()).orElse(true);
    lines.add(name() + (trained ? "" : " (untrained: made-up weights)"));
    lines.add(line("kind", details.kind().word()));
    if (!details.network().isEmpty()) {
      lines.add(line("network", details.network()));
    }
    lines.add(line("revision", details.revision()));
    lines.add(line("location", details.path().toString()));
    details.entry().ifPresent(entry -> describe(lines, entry));
    details.model().ifPresentOrElse(it -> describe(lines, it), () -> parameters(lines));
    details.lora().ifPresent(it -> lines.add(line("changes", it.summary())));
    lines.add(line("files", details.sizes().size() + ", " + ByteCount.text(details.size())));
    TextTable files = new TextTable("  FILE", "SIZE");
    details.sizes().forEach((file, size) -> files.row("  " + file, ByteCount.text(size)));
    lines.addAll(files.lines());
    return lines;
  }

  private String name() {
    return details
        .entry()
        .map(CatalogEntry::name)
        .orElseGet(() -> details.path().toAbsolutePath().normalize().getFileName().toString());
  }

  private static String line(String name, String text) {
    return String.format(Locale.ROOT, "%-12s %s", name, text);
  }

  private static void describe(List<String> lines, CatalogEntry entry) {
    lines.add(line("origin", entry.origin().text()));
    lines.add(line("licence", entry.licence().isEmpty() ? "not known" : entry.licence()));
    lines.add(line("added", entry.added().toString()));
  }

  private void describe(List<String> lines, ModelInspection model) {
    for (ModelInspection.Part part : model.parts()) {
      lines.add(parameters(part.name(), part.parameters()) + "  " + part.architecture());
    }
    lines.add(parameters("in all", model.parameters()));
    lines.add(line("prediction", model.prediction()));
    lines.add(line("sampler", model.sampler()));
    model.assumptions().forEach(it -> lines.add(line("assumed", it)));
    details
        .card()
        .recommended()
        .forEach((method, it) -> lines.add(line("recommended", method.id() + ": " + text(it))));
    lines.add(line("memory", "about, in single precision, by keyframes edited together"));
    TextTable table =
        new TextTable(
            Stream.concat(Stream.of("  SIZE"), batches.stream().map(String::valueOf))
                .toArray(String[]::new));
    for (FrameSize frame : frames) {
      table.row(
          Stream.concat(
                  Stream.of("  " + frame),
                  batches.stream().map(it -> ByteCount.text(memory(model, frame, it))))
              .toArray(String[]::new));
    }
    lines.addAll(table.lines());
  }

  private static String text(Recommendation recommended) {
    List<String> parts = new ArrayList<>();
    recommended.steps().ifPresent(it -> parts.add("steps " + it));
    recommended.strength().ifPresent(it -> parts.add("strength " + it));
    recommended.guidanceScale().ifPresent(it -> parts.add("guidance " + it));
    recommended.size().ifPresent(it -> parts.add("frames of " + it + " pixels and more"));
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }

  private static void write(ObjectNode node, Recommendation recommended) {
    recommended.steps().ifPresent(it -> node.put("steps", it));
    recommended.strength().ifPresent(it -> node.put("strength", it));
    recommended.guidanceScale().ifPresent(it -> node.put("guidanceScale", it));
    recommended.size().ifPresent(it -> node.put("size", it));
  }

  private void parameters(List<String> lines) {
    details.parameters().forEach((name, count) -> lines.add(parameters(name, count)));
  }

  private static String parameters(String name, long count) {
    return String.format(Locale.ROOT, "%-12s %,14d parameters", name, count);
  }

  private static long memory(ModelInspection model, FrameSize frame, int batch) {
    return MemoryPlan.bytes(model.footprint(Precision.FP32), frame.width(), frame.height(), batch);
  }

  /** One JSON object on one line. */
  String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("name", name())
        .put("kind", details.kind().word())
        .put("network", details.network().isEmpty() ? null : details.network())
        .put("revision", details.revision())
        .put("location", details.path().toString())
        .put("origin", details.entry().map(it -> it.origin().text()).orElse(null))
        .put("licence", details.entry().map(CatalogEntry::licence).orElse(null));
    ObjectNode parameters = root.putObject("parameters");
    details.parameters().forEach(parameters::put);
    details.model().ifPresent(model -> write(root, model));
    details.lora().ifPresent(lora -> write(root.putObject("lora"), lora));
    ObjectNode files = root.putObject("files");
    details.sizes().forEach(files::put);
    try {
      return Json.MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static void write(ObjectNode node, LoraInspection lora) {
    node.put("family", lora.family().words())
        .put("unetLayers", lora.unetLayers())
        .put("textLayers", lora.textLayers())
        .put("convolutions", lora.convolutions());
    lora.forms().forEach(form -> node.withArray("forms").add(form.words()));
    lora.types().forEach(node.putArray("types")::add);
    lora.ranks().forEach(node.putArray("ranks")::add);
  }

  private void write(ObjectNode root, ModelInspection model) {
    root.put("trained", model.description().trained());
    ObjectNode architecture = root.putObject("architecture");
    model.parts().forEach(part -> architecture.put(part.name(), part.architecture()));
    root.put("prediction", model.prediction()).put("sampler", model.sampler());
    model.assumptions().forEach(root.putArray("assumptions")::add);
    ObjectNode recommended = root.putObject("recommended");
    details
        .card()
        .recommended()
        .forEach((method, it) -> write(recommended.putObject(method.id()), it));
    ArrayNode memory = root.putArray("memory");
    for (FrameSize frame : frames) {
      for (int batch : batches) {
        memory
            .addObject()
            .put("width", frame.width())
            .put("height", frame.height())
            .put("batch", batch)
            .put("bytes", memory(model, frame, batch));
      }
    }
  }
}

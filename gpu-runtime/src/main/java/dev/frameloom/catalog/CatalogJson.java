package dev.frameloom.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The catalog as text. Whatever is not understood is refused and not dropped: the file is written
 * anew at each change, and a field that was only skipped would be gone then.
 */
final class CatalogJson {

  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CatalogJson() {}

  /**
   * Reads entries by name.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static SortedMap<String, CatalogEntry> read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root == null || !root.isObject()) {
        throw new IllegalArgumentException("expected a JSON object");
      }
      int version = root.path("version").asInt(0);
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "expected version " + VERSION + ", found " + root.path("version"));
      }
      allowOnly(root, "the catalog", "version", "entries");
      SortedMap<String, CatalogEntry> entries = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field :
          object(root, "entries", "the catalog").properties()) {
        entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
      }
      return entries;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static CatalogEntry entry(String name, JsonNode node) {
    allowOnly(node, name, "kind", "location", "revision", "licence", "origin", "added", "files");
    SortedMap<String, FileRecord> files = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object(node, "files", name).properties()) {
      JsonNode file = field.getValue();
      String where = name + ", file " + field.getKey();
      allowOnly(file, where, "size", "sha256");
      if (!file.path("size").canConvertToLong()) {
        throw unfit(where, "size", "a whole number", file.path("size"));
      }
      files.put(
          field.getKey(),
          new FileRecord(file.path("size").longValue(), text(file, "sha256", where)));
    }
    return new CatalogEntry(
        name,
        kind(node, name),
        text(node, "location", name),
        text(node, "revision", name),
        text(node, "licence", name),
        origin(object(node, "origin", name), name),
        added(node, name),
        files);
  }

  private static ModelKind kind(JsonNode node, String name) {
    String word = text(node, "kind", name);
    return Arrays.stream(ModelKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(() -> unfit(name, "kind", "one of " + words(), word));
  }

  private static String words() {
    return String.join(", ", Arrays.stream(ModelKind.values()).map(ModelKind::word).toList());
  }

  private static Instant added(JsonNode node, String name) {
    String text = text(node, "added", name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw unfit(name, "added", "a time as 2026-01-31T12:00:00Z", text);
    }
  }

  private static ModelOrigin origin(JsonNode node, String name) {
    String where = name + ", origin";
    if (node.has("imported")) {
      allowOnly(node, where, "imported");
      return new ModelOrigin.Imported(text(node, "imported", where));
    }
    if (node.has("made")) {
      allowOnly(node, where, "made");
      return new ModelOrigin.Made(text(node, "made", where));
    }
    if (node.has("shipped")) {
      allowOnly(node, where, "shipped");
      return new ModelOrigin.Shipped(text(node, "shipped", where));
    }
    allowOnly(node, where, "hub", "id", "commit");
    return new ModelOrigin.Pulled(
        text(node, "hub", where), text(node, "id", where), text(node, "commit", where));
  }

  private static void allowOnly(JsonNode node, String where, String... known) {
    Set<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    Arrays.asList(known).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(where + ": unknown fields " + unknown);
    }
  }

  private static JsonNode object(JsonNode node, String field, String where) {
    JsonNode value = node.path(field);
    if (!value.isObject()) {
      throw unfit(where, field, "an object", value);
    }
    return value;
  }

  private static String text(JsonNode node, String field, String where) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw unfit(where, field, "a text", value);
    }
    return value.textValue();
  }

  private static IllegalArgumentException unfit(
      String where, String field, String expected, Object found) {
    return new IllegalArgumentException(
        where + ": " + field + ": expected " + expected + ", found " + found);
  }

  /** Writes entries, sorted, in a form that people can read. */
  static String write(SortedMap<String, CatalogEntry> entries) {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    ObjectNode nodes = root.putObject("entries");
    entries.forEach((name, entry) -> write(nodes.putObject(name), entry));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static void write(ObjectNode node, CatalogEntry entry) {
    node.put("kind", entry.kind().word())
        .put("location", entry.location())
        .put("revision", entry.revision())
        .put("licence", entry.licence());
    ObjectNode origin = node.putObject("origin");
    if (entry.origin() instanceof ModelOrigin.Imported imported) {
      origin.put("imported", imported.path());
    } else if (entry.origin() instanceof ModelOrigin.Made made) {
      origin.put("made", made.how());
    } else if (entry.origin() instanceof ModelOrigin.Shipped shipped) {
      origin.put("shipped", shipped.version());
    } else if (entry.origin() instanceof ModelOrigin.Pulled pulled) {
      origin.put("hub", pulled.hub()).put("id", pulled.id()).put("commit", pulled.commit());
    }
    node.put("added", entry.added().toString());
    ObjectNode files = node.putObject("files");
    entry
        .files()
        .forEach(
            (path, file) ->
                files.putObject(path).put("size", file.size()).put("sha256", file.sha256()));
  }
}

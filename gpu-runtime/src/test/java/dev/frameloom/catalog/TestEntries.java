package dev.frameloom.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Catalog entries, and folders to be entered. */
public final class TestEntries {

  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  static final String HASH = "0123456789abcdef".repeat(4);

  private TestEntries() {}

  public static Clock clock() {
    return Clock.fixed(NOON, ZoneOffset.UTC);
  }

  static CatalogEntry entry(String name) {
    return entry(name, name);
  }

  static CatalogEntry entry(String name, String location) {
    return new CatalogEntry(
        name,
        ModelKind.MODEL,
        location,
        HASH,
        "CC BY 4.0",
        new ModelOrigin.Imported("/from/there"),
        NOON,
        new TreeMap<>(
            Map.of("a/b.json", new FileRecord(3, HASH), "c.txt", new FileRecord(4, HASH))));
  }

  /** The diffusers folder of the golden data, without what is no part of a model. */
  public static Path model(Path target) throws IOException {
    return copy(Path.of("src", "test", "resources", "golden", "sd1"), target);
  }

  /** Copies a model's folder, its golden data left out. */
  public static Path copy(Path golden, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(golden)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!List.of("golden.safetensors", "tokens.json").contains(file.getFileName().toString())) {
          Path copy = target.resolve(golden.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    return target;
  }
}

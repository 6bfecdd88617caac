package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Whether a model is still what was catalogued.
 *
 * @param entry what was catalogued
 * @param differences what is otherwise, one line each; empty where nothing is
 */
public record Verification(CatalogEntry entry, List<String> differences) {

  public Verification {
    differences = List.copyOf(differences);
  }

  /** Whether everything is as it was. */
  public boolean intact() {
    return differences.isEmpty();
  }

  /** Reads all files of an entry again. */
  public static Verification of(Catalog catalog, CatalogEntry entry, ByteProgress progress) {
    Path place = catalog.path(entry);
    if (!Files.exists(place)) {
      return new Verification(entry, List.of("missing: " + place + " is not there"));
    }
    try {
      SortedMap<String, FileRecord> found =
          ModelContents.hash(ModelContents.files(place), entry.name(), progress);
      List<String> differences = compare(place, entry, found);
      if (differences.isEmpty()) {
        differences = compareRevision(place, entry, found);
      }
      return new Verification(entry, differences);
    } catch (IOException e) {
      throw new ModelLoadException(place + " can't be read: " + e.getMessage(), e);
    }
  }

  private static List<String> compare(
      Path place, CatalogEntry entry, SortedMap<String, FileRecord> found) {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, FileRecord> file : entry.files().entrySet()) {
      Path path = Files.isDirectory(place) ? place.resolve(file.getKey()) : place;
      FileRecord now = found.get(file.getKey());
      FileRecord then = file.getValue();
      if (now == null) {
        differences.add("missing: " + path);
      } else if (now.size() != then.size()) {
        differences.add(
            path + ": expected " + then.size() + " bytes, found " + now.size() + " bytes");
      } else if (!now.equals(then)) {
        differences.add(path + ": expected SHA-256 " + then.sha256() + ", found " + now.sha256());
      }
    }
    for (String name : found.keySet()) {
      if (!entry.files().containsKey(name)) {
        differences.add("added since: " + place.resolve(name));
      }
    }
    return differences;
  }

  /** Equal files and another revision: someone has changed the catalog. */
  private static List<String> compareRevision(
      Path place, CatalogEntry entry, SortedMap<String, FileRecord> found) {
    String revision = ModelContents.revision(entry.kind(), place, found);
    return revision.equals(entry.revision())
        ? List.of()
        : List.of("revision: expected " + entry.revision() + ", found " + revision);
  }
}

package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
          ModelContents.hash(present(entry, place), entry.name(), progress);
      List<String> differences = compare(place, entry, found);
      if (differences.isEmpty()) {
        differences = compareWhole(place, entry, found);
      }
      return new Verification(entry, differences);
    } catch (ModelLoadException e) { // its files are what they were, and it is no model any more
      return new Verification(entry, List.of(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new ModelLoadException(place + " can't be read: " + e.getMessage(), e);
    }
  }

  private static SortedMap<String, Path> present(CatalogEntry entry, Path place) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (String name : entry.files().keySet()) {
      Path file = ModelContents.base(place).resolve(name);
      if (Files.isRegularFile(file)) {
        files.put(name, file);
      }
    }
    return files;
  }

  private static List<String> compare(
      Path place, CatalogEntry entry, SortedMap<String, FileRecord> found) {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, FileRecord> file : entry.files().entrySet()) {
      Path path = ModelContents.base(place).resolve(file.getKey());
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
    return differences;
  }

  /** Files that loading would read now and did not then, as settings that were put beside. */
  private static List<String> compareWhole(
      Path place, CatalogEntry entry, SortedMap<String, FileRecord> found) throws IOException {
    List<String> added =
        ModelContents.files(entry.kind(), place).entrySet().stream()
            .filter(file -> !entry.files().containsKey(file.getKey()))
            .map(file -> "added since: " + file.getValue())
            .toList();
    return added.isEmpty() ? compareRevision(place, entry, found) : added;
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

package dev.frameloom.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of a catalog.
 *
 * @param name how edits and commands call it
 * @param kind what it is
 * @param location folder or file: absolute, or relative to the catalog's folder with slashes
 * @param revision SHA-256 over what loading reads; for a model the number that every outcome names
 * @param licence note for people; empty where nothing is known
 * @param origin where it came from
 * @param added when
 * @param files what it consists of, by path below the location with slashes; of a single file, its
 *     own name
 */
public record CatalogEntry(
    String name,
    ModelKind kind,
    String location,
    String revision,
    String licence,
    ModelOrigin origin,
    Instant added,
    SortedMap<String, FileRecord> files) {

  /** Nothing that means something in a path, or in a model reference as {@code base+lora@0.8}. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

  public CatalogEntry {
    checkName(name);
    if (location.isBlank()) {
      throw new IllegalArgumentException(name + ": expected a location, found none");
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected files, found none");
    }
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * Refuses what can't be a name.
   *
   * @throws IllegalArgumentException with what is expected
   */
  public static void checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "expected a name of letters, digits, '.', '_' and '-' that begins with a letter or digit,"
              + " found \""
              + name
              + "\"");
    }
  }

  static boolean isName(String name) {
    return name.matches(NAME) && !name.equals(Catalog.FILE);
  }

  /** Bytes of all files. */
  public long size() {
    return files.values().stream().mapToLong(FileRecord::size).sum();
  }
}

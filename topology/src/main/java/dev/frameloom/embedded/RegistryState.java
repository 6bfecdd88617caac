package dev.frameloom.embedded;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is registered, in memory. Knows no rules: {@link RegistryRules} decides, this remembers. Not
 * thread-safe.
 */
final class RegistryState {

  /** The whole registry's settings, beside those of subjects. */
  static final String GLOBAL = "";

  private final Map<String, TreeMap<Integer, SchemaVersion>> versions = new TreeMap<>();
  private final TreeMap<Integer, String> schemasById = new TreeMap<>();
  private final Map<String, Integer> idsBySchema = new HashMap<>();
  // last version ever given out per subject, hard deleted ones included while the process lives
  private final Map<String, Integer> lastVersions = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();

  void put(SchemaVersion version) {
    versions
        .computeIfAbsent(version.subject(), fresh -> new TreeMap<>())
        .put(version.version(), version);
    putId(version.id(), version.schema());
    lastVersions.merge(version.subject(), version.version(), Math::max);
  }

  /** A schema that may be under no subject any more. */
  void putId(int id, String schema) {
    schemasById.put(id, schema);
    idsBySchema.put(schema, id);
  }

  void remove(String subject, int version) {
    TreeMap<Integer, SchemaVersion> ofSubject = versions.get(subject);
    if (ofSubject != null) {
      ofSubject.remove(version);
      if (ofSubject.isEmpty()) {
        versions.remove(subject);
      }
    }
  }

  void setLevel(String subject, CompatibilityLevel level) {
    levels.put(subject, level);
  }

  void clearLevel(String subject) {
    levels.remove(subject);
  }

  Optional<CompatibilityLevel> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  Collection<String> subjects() {
    return List.copyOf(versions.keySet());
  }

  /** Versions of a subject, deleted ones included, oldest first. */
  List<SchemaVersion> versions(String subject) {
    TreeMap<Integer, SchemaVersion> ofSubject = versions.get(subject);
    return ofSubject == null ? List.of() : List.copyOf(ofSubject.values());
  }

  /** Every version of every subject that has an id. */
  List<SchemaVersion> withId(int id) {
    List<SchemaVersion> found = new ArrayList<>();
    for (TreeMap<Integer, SchemaVersion> ofSubject : versions.values()) {
      ofSubject.values().stream().filter(each -> each.id() == id).forEach(found::add);
    }
    return found;
  }

  Optional<String> schema(int id) {
    return Optional.ofNullable(schemasById.get(id));
  }

  /** The id of this very text, or the next that is free. */
  int idFor(String schema) {
    Integer known = idsBySchema.get(schema);
    return known != null ? known : (schemasById.isEmpty() ? 1 : schemasById.lastKey() + 1);
  }

  int nextVersion(String subject) {
    return lastVersions.getOrDefault(subject, 0) + 1;
  }
}

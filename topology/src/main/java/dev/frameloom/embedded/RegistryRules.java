package dev.frameloom.embedded;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * What a schema registry does, as Confluent's does it, apart from HTTP. Every change is written to
 * the log before it counts. Schemas are kept as Avro spells them, so white space and the order of
 * attributes never count. Safe for use by any number of threads. Throws {@link RegistryError}.
 */
final class RegistryRules {

  private static final String LATEST = "latest";

  private final RegistryState state;
  private final RegistryLog log;

  RegistryRules(RegistryState state, RegistryLog log) {
    this.state = state;
    this.log = log;
  }

  synchronized List<String> subjects(boolean deletedToo) {
    return state.subjects().stream().filter(each -> !visible(each, deletedToo).isEmpty()).toList();
  }

  synchronized List<Integer> versions(String subject, boolean deletedToo) {
    return existing(subject, deletedToo).stream().map(SchemaVersion::version).toList();
  }

  /** One version: a number, {@code latest}, or {@code -1} for the same. */
  synchronized SchemaVersion version(String subject, String version, boolean deletedToo) {
    List<SchemaVersion> all = existing(subject, deletedToo);
    if (version.equals(LATEST) || version.equals("-1")) {
      return all.get(all.size() - 1);
    }
    int number = versionNumber(version);
    return all.stream()
        .filter(each -> each.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryError.noVersion(version));
  }

  synchronized String schema(int id) {
    return state
        .schema(id)
        .orElseThrow(
            () ->
                new RegistryError(
                    RegistryError.SCHEMA_NOT_FOUND, "Schema %d not found".formatted(id)));
  }

  synchronized List<SchemaVersion> usesOf(int id, boolean deletedToo) {
    schema(id);
    return state.withId(id).stream().filter(each -> deletedToo || !each.deleted()).toList();
  }

  /** Registers a schema unless the subject has it, and gives its place. */
  synchronized SchemaVersion register(String subject, String text) {
    Schema schema = parse(text);
    String kept = schema.toString();
    List<SchemaVersion> live = visible(subject, false);
    Optional<SchemaVersion> there = matching(live, kept);
    if (there.isPresent()) {
      return there.get();
    }
    List<String> violations = levelOf(subject).violations(schema, parsed(live));
    if (!violations.isEmpty()) {
      throw new RegistryError(
          RegistryError.INCOMPATIBLE_SCHEMA,
          "Schema being registered is incompatible with an earlier schema for subject \"%s\": %s"
              .formatted(subject, String.join("; ", violations)));
    }
    SchemaVersion fresh =
        new SchemaVersion(
            subject, state.nextVersion(subject), state.idFor(kept), kept, /* deleted= */ false);
    write(fresh);
    return fresh;
  }

  /** Finds a schema under a subject. */
  synchronized SchemaVersion lookUp(String subject, String text, boolean deletedToo) {
    String kept = parse(text).toString();
    return matching(existing(subject, deletedToo), kept)
        .orElseThrow(() -> new RegistryError(RegistryError.SCHEMA_NOT_FOUND, "Schema not found"));
  }

  /** What a schema would break; empty where it could be registered. */
  synchronized List<String> violations(String subject, Optional<String> version, String text) {
    Schema schema = parse(text);
    if (version.isPresent()) {
      SchemaVersion against = version(subject, version.get(), false);
      return levelOf(subject).violations(schema, parsed(List.of(against)));
    }
    return levelOf(subject).violations(schema, parsed(visible(subject, false)));
  }

  synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
    List<SchemaVersion> all = state.versions(subject);
    if (all.isEmpty()) {
      throw RegistryError.noSubject(subject);
    }
    List<SchemaVersion> live = visible(subject, false);
    if (permanent && !live.isEmpty()) {
      throw new RegistryError(
          RegistryError.SUBJECT_NOT_SOFT_DELETED,
          "Subject '%s' was not deleted first before being permanently deleted".formatted(subject));
    }
    if (!permanent && live.isEmpty()) {
      throw new RegistryError(
          RegistryError.SUBJECT_SOFT_DELETED,
          "Subject '%s' was soft deleted. Set permanent=true to delete permanently"
              .formatted(subject));
    }
    List<SchemaVersion> gone = permanent ? all : live;
    gone.forEach(each -> delete(each, permanent));
    return gone.stream().map(SchemaVersion::version).toList();
  }

  synchronized int deleteVersion(String subject, String version, boolean permanent) {
    SchemaVersion found = version(subject, version, true);
    if (permanent && !found.deleted()) {
      throw new RegistryError(
          RegistryError.VERSION_NOT_SOFT_DELETED,
          "Subject '%s' Version %d was not deleted first before being permanently deleted"
              .formatted(subject, found.version()));
    }
    if (!permanent && found.deleted()) {
      throw new RegistryError(
          RegistryError.VERSION_SOFT_DELETED,
          "Subject '%s' Version %d was soft deleted. Set permanent=true to delete permanently"
              .formatted(subject, found.version()));
    }
    delete(found, permanent);
    return found.version();
  }

  /** The level of a subject, or of all ({@link RegistryState#GLOBAL}). */
  synchronized CompatibilityLevel level(String subject, boolean orGlobal) {
    if (subject.equals(RegistryState.GLOBAL) || orGlobal) {
      return levelOf(subject);
    }
    return state
        .level(subject)
        .orElseThrow(
            () ->
                new RegistryError(
                    RegistryError.SUBJECT_LEVEL_NOT_SET,
                    "Subject '%s' does not have subject-level compatibility configured"
                        .formatted(subject)));
  }

  synchronized void setLevel(String subject, CompatibilityLevel level) {
    log.writeLevel(subject, Optional.of(level));
    state.setLevel(subject, level);
  }

  /** Takes a level back, and gives what it was. */
  synchronized CompatibilityLevel clearLevel(String subject) {
    CompatibilityLevel before = level(subject, false);
    log.writeLevel(subject, Optional.empty());
    state.clearLevel(subject);
    return before;
  }

  private CompatibilityLevel levelOf(String subject) {
    return state
        .level(subject)
        .or(() -> state.level(RegistryState.GLOBAL))
        .orElse(CompatibilityLevel.BACKWARD);
  }

  private List<SchemaVersion> visible(String subject, boolean deletedToo) {
    return state.versions(subject).stream().filter(each -> deletedToo || !each.deleted()).toList();
  }

  private List<SchemaVersion> existing(String subject, boolean deletedToo) {
    List<SchemaVersion> found = visible(subject, deletedToo);
    if (found.isEmpty()) {
      throw RegistryError.noSubject(subject);
    }
    return found;
  }

  private void write(SchemaVersion version) {
    log.write(version);
    state.put(version);
  }

  /** A hard delete drops the place under the subject; the id stays, records may still name it. */
  private void delete(SchemaVersion version, boolean permanent) {
    if (!permanent) {
      write(version.asDeleted());
      return;
    }
    log.erase(version);
    state.remove(version.subject(), version.version());
  }

  private static Optional<SchemaVersion> matching(List<SchemaVersion> among, String kept) {
    return among.stream().filter(each -> Objects.equals(each.schema(), kept)).findFirst();
  }

  private static List<Schema> parsed(List<SchemaVersion> versions) {
    return versions.stream().map(each -> parse(each.schema())).toList();
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (SchemaParseException e) {
      throw new RegistryError(RegistryError.INVALID_SCHEMA, "Invalid schema: " + e.getMessage(), e);
    }
  }

  private static int versionNumber(String version) {
    try {
      int number = Integer.parseInt(version);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalidVersion(version, e);
    }
    throw invalidVersion(version, null);
  }

  private static RegistryError invalidVersion(String version, Throwable cause) {
    return new RegistryError(
        RegistryError.INVALID_VERSION,
        "The specified version '%s' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""
            .formatted(version),
        cause);
  }
}

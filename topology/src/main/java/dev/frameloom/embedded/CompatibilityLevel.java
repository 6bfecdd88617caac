package dev.frameloom.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** What a new schema of a subject owes the ones before it; Confluent's levels, by their names. */
enum CompatibilityLevel {
  NONE(false, false, false),
  /** The new schema reads what the last one wrote. */
  BACKWARD(true, false, false),
  /** The new schema reads what any earlier one wrote. */
  BACKWARD_TRANSITIVE(true, false, true),
  /** The last schema reads what the new one writes. */
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  static CompatibilityLevel of(String name) {
    for (CompatibilityLevel each : values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw new RegistryError(
        RegistryError.INVALID_COMPATIBILITY,
        "Invalid compatibility level '%s'. Valid values are %s"
            .formatted(name, Arrays.toString(values())));
  }

  /**
   * What the new schema breaks, a sentence each; empty where it may be registered.
   *
   * @param earlier the subject's schemas, oldest first
   */
  List<String> violations(Schema fresh, List<Schema> earlier) {
    int from = transitive ? 0 : Math.max(0, earlier.size() - 1);
    List<String> violations = new ArrayList<>();
    for (Schema old : earlier.subList(from, earlier.size())) {
      if (backward) {
        violations.addAll(unreadable("the new schema can't read the earlier one", fresh, old));
      }
      if (forward) {
        violations.addAll(unreadable("the earlier schema can't read the new one", old, fresh));
      }
    }
    return violations;
  }

  private static List<String> unreadable(String what, Schema reader, Schema writer) {
    SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    for (Incompatibility each : pair.getResult().getIncompatibilities()) {
      sentences.add(
          "%s: %s at %s, %s"
              .formatted(what, each.getType(), each.getLocation(), each.getMessage()));
    }
    return sentences;
  }
}

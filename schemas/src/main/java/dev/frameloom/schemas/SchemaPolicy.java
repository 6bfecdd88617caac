package dev.frameloom.schemas;

import static dev.frameloom.schemas.Properties.flag;
import static dev.frameloom.schemas.Properties.text;

import java.util.Map;

/**
 * How a serializer finds the id of its schema.
 *
 * @param autoRegister registers schemas that the subject doesn't have, {@code
 *     auto.register.schemas}
 * @param useLatest takes the subject's newest schema, {@code use.latest.version}; only without
 *     autoRegister, as with Confluent's
 * @param normalize has the registry compare schemas regardless of their spelling, {@code
 *     normalize.schemas}
 * @param subjects names subjects, {@code value.subject.name.strategy}
 */
record SchemaPolicy(
    boolean autoRegister, boolean useLatest, boolean normalize, SubjectNames subjects) {

  static SchemaPolicy of(Map<String, ?> properties) {
    return new SchemaPolicy(
        flag(properties, "auto.register.schemas", true),
        flag(properties, "use.latest.version", false),
        flag(properties, "normalize.schemas", false),
        text(properties, "value.subject.name.strategy")
            .map(SubjectNames::of)
            .orElse(SubjectNames.TOPIC));
  }
}

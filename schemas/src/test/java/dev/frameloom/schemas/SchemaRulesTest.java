package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every schema owes its users. After a change of a released schema that is meant, run this
 * with {@code -Dschemas.release=true}: it writes the next version beside the others, to be
 * committed.
 */
class SchemaRulesTest {

  private static final Path AVRO = Path.of("src/main/avro");
  private static final Path RELEASED = Path.of("src/main/resources/dev/frameloom/schemas");

  static Stream<Schema> records() {
    return generated().values().stream();
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyFieldSaysWhatItIs(Schema schema) {
    assertThat(schema.getDoc()).as(schema.getName()).isNotBlank();
    for (Schema.Field field : schema.getFields()) {
      assertThat(field.doc()).as("%s.%s", schema.getName(), field.name()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsWhatEveryReleasedVersionWrote(Schema schema) {
    List<Schema> released = ReleasedSchemas.of(schema.getName());
    for (Schema old : released) {
      assertThat(problems(schema, old))
          .as(
              "%s reads a released version of itself; give added fields a default",
              schema.getName())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void hasAReleasedVersion(Schema schema) throws IOException {
    List<Schema> released = ReleasedSchemas.of(schema.getName());
    boolean same = !released.isEmpty() && released.get(released.size() - 1).equals(schema);
    if (!same && Boolean.getBoolean("schemas.release")) {
      String resource = ReleasedSchemas.resource(schema.getName(), released.size() + 1);
      Path file = RELEASED.resolve(resource);
      Files.createDirectories(file.getParent());
      Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
      return;
    }
    assertThat(released)
        .as("released versions of %s; run with -Dschemas.release=true", schema.getName())
        .isNotEmpty();
  }

  @Test
  void aNewFieldWithoutADefaultIsNoticed() {
    Schema now = generated().get("Frame");
    assertThat(problems(SchemaVariants.with(now, "exposure"), now))
        .anyMatch(each -> each.contains("exposure"));
  }

  @Test
  void aDroppedFieldIsNoProblem() {
    Schema now = generated().get("Frame");
    assertThat(problems(SchemaVariants.without(now, "durationUs"), now)).isEmpty();
  }

  private static List<String> problems(Schema reader, Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    List<String> problems = new ArrayList<>();
    if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
      pair.getResult().getIncompatibilities().forEach(each -> problems.add(each.toString()));
    }
    return problems;
  }

  /** The schemas of all generated records, by simple name. */
  private static Map<String, Schema> generated() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(AVRO)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".avsc", "");
        Class<?> type = Class.forName("dev.frameloom.avro." + name);
        if (SpecificRecord.class.isAssignableFrom(type)) {
          schemas.put(name, SpecificData.get().getSchema(type));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return schemas;
  }
}

package dev.frameloom.schemas;

import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Whether and how records of a written schema are read as one of our classes. */
sealed interface Resolution<T extends SpecificRecord> {

  /**
   * Records can be read.
   *
   * @param reader resolves the written schema to ours
   */
  record Matching<T extends SpecificRecord>(DatumReader<T> reader) implements Resolution<T> {}

  /**
   * Records can't be read.
   *
   * @param why which field, for people
   */
  record Clashing<T extends SpecificRecord>(String why) implements Resolution<T> {}

  static <T extends SpecificRecord> Resolution<T> between(AvroCodec<T> codec, Schema written) {
    SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(codec.schema(), written);
    if (compatibility.getType() == SchemaCompatibilityType.COMPATIBLE) {
      return new Matching<>(codec.readerOf(written));
    }
    return new Clashing<>(
        compatibility.getResult().getIncompatibilities().stream()
            .map(Resolution::describe)
            .collect(Collectors.joining("; ")));
  }

  private static String describe(Incompatibility each) {
    return "%s at %s: %s".formatted(each.getType(), each.getLocation(), each.getMessage());
  }
}
